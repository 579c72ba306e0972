/** Lines of an asset's history: a materialization with its reason and its numbers, an attempt that failed, or what somebody did by hand. */
import Link from "next/link";
import { count, duration, size } from "../format/format.ts";
import { isJsonObject } from "../format/json.ts";
import { sentence } from "../format/sentence.ts";
import { Badge } from "../status/badge.tsx";
import { ErrorDetails } from "../status/error-details.tsx";
import { ExplainedBadge } from "../status/explained-badge.tsx";
import { byHandKinds, outcomes } from "../status/presentation.ts";
import { Prose } from "../ui/prose.tsx";
import { When } from "../ui/when.tsx";
import { materializationHref, runHref } from "../url/address.ts";
import { Metadata } from "./metadata.tsx";
import type { FailedAttempt } from "./options.ts";
import type { ByHand, MaterializationRow as Row } from "./queries.ts";

const line = "py-3 first:pt-0 last:pb-0";
const head = "flex flex-wrap items-center gap-x-3 gap-y-1";

export function MaterializationRow({ row }: { readonly row: Row }) {
  const facts = [
    row.rows !== null && `${count(row.rows)} rows`,
    row.bytes !== null && size(row.bytes),
    row.durationMs !== null && row.outcome !== "REUSED" && duration(row.durationMs),
  ].filter((fact) => fact !== false);
  return (
    <li data-testid="materialization" data-outcome={row.outcome} className={line}>
      <div className={head}>
        {row.outcome === "REUSED" ? <ExplainedBadge as={outcomes.REUSED} /> : <Badge as={outcomes[row.outcome]} />}
        <Link
          href={materializationHref(row.id)}
          prefetch={false}
          className="inline-flex min-h-6 items-center rounded font-medium underline decoration-line-strong underline-offset-3 hover:decoration-accent"
        >
          <When at={row.at} />
        </Link>
        <span className="text-xs text-ink-2 tabular-nums">{facts.join(" · ")}</span>
        {row.run && <RunLink run={row.run.id} />}
      </div>
      <p className="mt-1 break-words text-ink-2">
        <Prose text={sentence(row.reason)} />
      </p>
      <Metadata metadata={row.metadata} />
    </li>
  );
}

export function AttemptRow({ attempt }: { readonly attempt: FailedAttempt }) {
  const { startedAt, endedAt, error, attempts } = attempt;
  return (
    <li data-testid="failed-attempt" className={line}>
      <div className={head}>
        <Badge as={outcomes.FAILED} />
        {endedAt && <When at={endedAt} className="font-medium" />}
        <span className="text-xs text-ink-2">
          {[attempts > 1 && `${attempts} attempts`, startedAt && endedAt && duration(Date.parse(endedAt) - Date.parse(startedAt)), "the value before it stays"]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <RunLink run={attempt.run.id} />
      </div>
      {error && (
        <div className="mt-2">
          <ErrorDetails error={error} />
        </div>
      )}
    </li>
  );
}

/** Of a kind that this page does not know, the kind itself is said. */
export function ByHandRow({ event: { kind, at, data } }: { readonly event: ByHand }) {
  const look = byHandKinds[kind];
  const { by, note, from } = isJsonObject(data) ? data : {};
  return (
    <li data-testid="by-hand" data-kind={kind} className={line}>
      <div className={head}>
        {look === undefined ? <span className="text-xs font-medium">{kind}</span> : <ExplainedBadge as={look} />}
        <When at={at} className="font-medium" />
        {typeof by === "string" && <span className="text-xs break-words text-ink-2">by {by}</span>}
        {typeof from === "string" && <span className="text-xs break-words text-ink-2">from {from}</span>}
      </div>
      {typeof note === "string" && note !== "" && <p className="mt-1 break-words whitespace-pre-wrap text-ink-2">{note}</p>}
    </li>
  );
}

const RunLink = ({ run }: { readonly run: string }) => (
  <Link href={runHref(run)} prefetch={false} className="ml-auto inline-flex min-h-6 items-center rounded text-xs text-accent hover:underline">
    Run
  </Link>
);
