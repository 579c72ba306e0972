/** By which code, in which run and where a value was computed. */
import Link from "next/link";
import type { ReactNode } from "react";
import { shortVersion } from "../format/format.ts";
import { Copyable } from "../ui/copyable.tsx";
import { JsonView } from "../ui/json-view.tsx";
import { Card, Facts } from "../ui/page.tsx";
import { runHref } from "../url/address.ts";
import type { Materialization } from "./queries.ts";

type Fact = readonly [string, ReactNode];

export function Origin({ materialization }: { readonly materialization: Materialization }) {
  const { run, step, provenance } = materialization;
  const facts: readonly Fact[] = [
    ["Code version", <Code key="code" materialization={materialization} />],
    ["Run", run ? <RunLink key="run" run={run} /> : "None: it was reported from outside, or the run is no longer recorded."],
    ...(run?.note ? [["Note", <bdi key="note">{run.note}</bdi>] as const] : []),
    ...(step && step.attempts > 1 ? [["Attempts", step.attempts] as const] : []),
    ...(step?.worker ? [["Worker", <bdi key="worker">{step.worker}</bdi>] as const] : []),
    ...(provenance ? provenanceFacts(provenance) : []),
  ];
  return (
    <Card title="Where it comes from" testId="origin">
      <Facts facts={facts} />
      {materialization.codeParts.length > 0 && (
        <div className="mt-4">
          <h3 className="mb-1 text-xs text-ink-3">The code was made of</h3>
          <Parts parts={materialization.codeParts} />
        </div>
      )}
      <div className="mt-4">
        <h3 className="mb-1 text-xs text-ink-3">Config of the run</h3>
        <Config materialization={materialization} />
      </div>
    </Card>
  );
}

function Code({ materialization: { codeVersion, codeParts, asset } }: { readonly materialization: Materialization }) {
  return (
    <>
      <Copyable text={codeVersion} what="code version" className="-ml-1" />
      {asset.isDefined && <p className="text-xs text-ink-3">{sinceThen(codeParts, asset)}</p>}
    </>
  );
}

/** Each part of a code version, as people call it. */
const partNames: { readonly [name: string]: string } = {
  explicit: "version that the author states",
  body: "function",
  schema: "schemas",
  config: "config's schema",
  params: "params",
};

/** What of the code is another one now. */
function sinceThen(parts: Materialization["codeParts"], now: Materialization["asset"]): string {
  const current = new Map(now.codeParts.map(({ name, version }) => [name, version]));
  const changed = parts.filter(({ name, version }) => current.get(name) !== version).map(({ name }) => partNames[name] ?? name);
  return changed.length === 0 ? "the code as it is now" : `changed since then: ${changed.join(", ")}`;
}

function Parts({ parts }: { readonly parts: Materialization["codeParts"] }) {
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1">
      {parts.map(({ name, version }) => (
        <li key={name} className="flex items-center gap-1.5 text-xs text-ink-2">
          {partNames[name] ?? name} <Copyable text={version} what={`version of the ${partNames[name] ?? name}`} />
        </li>
      ))}
    </ul>
  );
}

function Config({ materialization: { config, asset } }: { readonly materialization: Materialization }) {
  if (config !== null) return <JsonView value={config} label="Config that was given" />;
  return <p className="text-ink-2">{asset.configSchema === null ? "It takes none." : "None was given for the run: the standing config held."}</p>;
}

const RunLink = ({ run }: { readonly run: NonNullable<Materialization["run"]> }) => (
  <>
    <Link href={runHref(run.id)} prefetch={false} className="rounded text-accent underline underline-offset-3">
      {shortVersion(run.id)}
    </Link>
    <p className="text-xs text-ink-3">launched by {run.launchedBy}</p>
  </>
);

function provenanceFacts({ gitCommit, gitDirty, host, node, headwater, platform }: NonNullable<Materialization["provenance"]>): readonly Fact[] {
  return [
    [
      "Git commit",
      gitCommit === null ? (
        "Not in a repository"
      ) : (
        <span key="commit">
          <Copyable text={gitCommit} what="commit" className="-ml-1" />
          {gitDirty !== null && <p className="text-xs text-ink-3">{gitDirty ? "with changes that were not committed" : "without other changes"}</p>}
        </span>
      ),
    ],
    ["Machine", <bdi key="host">{`${host} (${platform})`}</bdi>],
    ["Versions", `Headwater ${headwater}, Node ${node}`],
  ];
}
