/** `headwater build-manifest`: writes down the code versions of a project's source, to be deployed with what is compiled from it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { buildManifest, manifestName } from "../code/build-manifest.ts";
import { loadDefinitions } from "../worker/load-definitions.ts";
import { type CommandContext, runCommand } from "./command-context.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { findProject, requireEntry } from "./project.ts";
import type { Terminal } from "./terminal.ts";
import { countText } from "./words.ts";

interface BuildManifestOptions {
  readonly entry?: string;
  readonly out: string;
  readonly json?: true;
}

const examples = `
Code versions are found in the source. Compiled or bundled output says the same in other words, so run this where the source is, and
deploy ${manifestName} beside the entry file that was compiled: it is used there by itself.

Examples:
  $ tsc && headwater build-manifest --out dist
  $ headwater worker --entry dist/headwater.config.js`;

export function addBuildManifestCommand(program: Command, context: CommandContext): void {
  program
    .command("build-manifest")
    .description("write the code versions of the source, for a deployment of what is compiled from it")
    .argument("[entry]", "the file that exports the definitions, or its directory (default: headwater.config.ts)")
    .option("--entry <file>", "the same")
    .option("--out <dir>", "the directory of the compiled entry file", "dist")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", examples)
    .action((entry: string | undefined, options: BuildManifestOptions) =>
      runCommand(context, options, (terminal) =>
        write(requireEntry(findProject(entry ?? options.entry)), resolve(options.out), { terminal, importTimeoutMs: context.config.importTimeoutMs }),
      ),
    );
}

interface Writing {
  readonly terminal: Terminal;
  readonly importTimeoutMs: number;
}

async function write(entry: string, directory: string, { terminal, importTimeoutMs }: Writing): Promise<ExitCode> {
  const { code, root } = await loadDefinitions(entry, { manifest: () => null, importTimeoutMs });
  const manifest = buildManifest(code, root);
  const path = join(directory, manifestName);
  mkdirSync(directory, { recursive: true });
  writeFileSync(path, `${JSON.stringify(manifest, null, 1)}\n`);
  const counts = { assets: Object.keys(manifest.assets).length, files: Object.keys(manifest.files).length };
  if (terminal.json) terminal.document({ path, ...counts });
  terminal.print(`Wrote ${path}: the code of ${countText(counts.assets, "asset")}, found in ${countText(counts.files, "file")}.`);
  return exitCode.done;
}
