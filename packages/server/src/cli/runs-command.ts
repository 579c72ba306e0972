/** `headwater runs`: what was run, newest first. */
import { HeadwaterError, type RunStatus, type Store, similarNames } from "@headwater/core/engine";
import { type Command, InvalidArgumentError } from "commander";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { findRun } from "./find-run.ts";
import { type ProjectOptions, wholeNumber, withProject } from "./options.ts";
import { printRuns, runsDocument } from "./runs-view.ts";

interface RunsOptions extends ProjectOptions {
  readonly limit: number;
  readonly status?: readonly RunStatus[];
  readonly asset?: string;
  readonly before?: string;
}

const examples = `
Examples:
  $ headwater runs
  $ headwater runs --status failed,cancelled --asset weather/hot_days
  $ headwater runs --limit 100 --before 019a0b1c-…   older ones than that`;

export function addRunsCommand(program: Command, context: CommandContext): void {
  withProject(program.command("runs"))
    .description("list runs, newest first")
    .option("--status <status>", "only those, such as failed or running,queued", parseStatuses)
    .option("--asset <key>", "only those with a step of this asset")
    .option("--limit <n>", "how many", wholeNumber(1, 1_000), 20)
    .option("--before <id>", "only those that are older than this run")
    .addHelpText("after", examples)
    .action((options: RunsOptions) => runInProject(context, options, (project) => listRuns(project, options)));
}

async function listRuns({ session: { store }, terminal }: ProjectCommand, { limit, status, asset, before }: RunsOptions): Promise<ExitCode> {
  const newer = before === undefined ? {} : { before: (await findRun(store, before)).id };
  const found = await store.runs({ limit: limit + 1, ...newer, ...(status === undefined ? {} : { status }), ...(asset === undefined ? {} : { asset }) });
  if (found.length === 0 && asset !== undefined) await requireKnownAsset(store, asset);
  const runs = found.slice(0, limit);
  const counts = await store.stepCounts(runs.map((run) => run.id));
  const older = found.length > limit ? (runs.at(-1)?.id ?? null) : null;
  if (terminal.json) terminal.document(runsDocument(runs, counts, older));
  else printRuns(terminal, runs, counts, new Date());
  if (older !== null) terminal.note(`There are older ones: --before ${older}`);
  return exitCode.done;
}

/** No run of an asset is an answer where there is such an asset. */
async function requireKnownAsset(store: Store, key: string): Promise<void> {
  const defined = (await store.activeLocation())?.definitions.assets.map((node) => node.key) ?? [];
  const known = new Set([...defined, ...[...(await store.cells()).values()].map((state) => state.asset)]);
  if (!known.has(key)) throw new HeadwaterError("ASSET_UNKNOWN", { key, similar: similarNames(key, known) });
}

const statuses: readonly RunStatus[] = ["QUEUED", "RUNNING", "CANCELLING", "SUCCEEDED", "FAILED", "CANCELLED"];

/** One or several, separated by commas, in any case. */
export function parseStatuses(text: string): readonly RunStatus[] {
  return text.split(",").map((part) => {
    const wanted = statuses.find((status) => status === part.trim().toUpperCase());
    if (wanted === undefined)
      throw new InvalidArgumentError(`It takes ${statuses.map((status) => status.toLowerCase()).join(", ")}, or several separated by commas.`);
    return wanted;
  });
}
