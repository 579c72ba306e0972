"use client";
/** One materialization: what came out, exactly what went in, and where it was computed. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Checks } from "../assets/checks.tsx";
import { Metadata } from "../assets/metadata.tsx";
import { StoredValue } from "../assets/preview.tsx";
import { count, dateTime, duration, size } from "../format/format.ts";
import { sentence } from "../format/sentence.ts";
import { Badge } from "../status/badge.tsx";
import { ExplainedBadge } from "../status/explained-badge.tsx";
import { noLongerDefined, outcomes } from "../status/presentation.ts";
import { Copyable } from "../ui/copyable.tsx";
import { KeyLink } from "../ui/key-text.tsx";
import { Card, Facts, Page } from "../ui/page.tsx";
import { Prose } from "../ui/prose.tsx";
import { EmptyState, ErrorState, PageSkeleton } from "../ui/states.tsx";
import { When } from "../ui/when.tsx";
import { useRestOfPath } from "../url/address.ts";
import { useTitle } from "../url/title.ts";
import { Inputs } from "./inputs.tsx";
import { materializationOptions, storedOptions } from "./options.ts";
import { Origin } from "./origin.tsx";
import type { Materialization } from "./queries.ts";
import { Superseded } from "./superseded.tsx";

export function MaterializationPage() {
  const id = useRestOfPath("/materializations/");
  const { data, error, refetch } = useQuery({ ...materializationOptions(id ?? ""), enabled: id !== null });
  if (data) return <Details key={data.id} materialization={data} />;
  if (error) return <ErrorState heading="h1" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <EmptyState heading="h1" title="There is no such materialization">
      Nothing was recorded under <code className="font-mono text-xs break-all">{id}</code>. Every asset lists its materializations under "History": look for it
      in the{" "}
      <Link href="/catalog" className="text-accent underline">
        catalog
      </Link>
      .
    </EmptyState>
  );
}

function Details({ materialization }: { readonly materialization: Materialization }) {
  const { id, asset, at, outcome } = materialization;
  useTitle(`${asset.key}, ${dateTime(at)}`);
  return (
    <Page
      title={
        <>
          <KeyLink assetKey={asset.key} /> <span className="font-normal text-ink-2">materialized</span> <When at={at} className="font-normal text-ink-2" />
        </>
      }
      aside={
        <>
          {outcome === "REUSED" ? <ExplainedBadge as={outcomes.REUSED} /> : <Badge as={outcomes[outcome]} />}
          {!asset.isDefined && <ExplainedBadge as={noLongerDefined} />}
        </>
      }
    >
      <Superseded materialization={materialization} />
      <Outcome materialization={materialization} />
      <Inputs inputs={materialization.inputs} />
      <StoredValue title="What came out" schema={asset.schema} query={useQuery(storedOptions(id))} />
      {materialization.checks.length > 0 && <Checks checks={materialization.checks.map((result) => ({ ...result, latest: result }))} />}
      <Origin materialization={materialization} />
    </Page>
  );
}

function Outcome({ materialization }: { readonly materialization: Materialization }) {
  const { at, computedAt, outcome, reason, rows, bytes, durationMs, dataVersion, metadata } = materialization;
  return (
    <Card title="Outcome" testId="outcome">
      <p className="mb-4 break-words">
        <Prose text={sentence(reason)} />
      </p>
      <Facts
        facts={[
          ["Recorded", dateTime(at)],
          ...(outcome === "REUSED" ? ([["Computed", <When key="computed" at={computedAt} />]] as const) : []),
          ...(rows === null ? [] : ([["Rows", count(rows)]] as const)),
          ...(bytes === null ? [] : ([["Size", size(bytes)]] as const)),
          ...(durationMs === null || outcome === "REUSED" ? [] : ([["Took", duration(durationMs)]] as const)),
          ["Data version", <Copyable key="version" text={dataVersion} what="data version" className="-ml-1" />],
        ]}
      />
      <Metadata metadata={metadata} />
    </Card>
  );
}
