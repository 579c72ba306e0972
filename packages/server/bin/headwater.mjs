#!/usr/bin/env node
/** Starts the program: its compiled form where it is installed as a package, its sources in the repository itself. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(`Headwater needs Node 24 or newer; this is Node ${process.versions.node}.\n`);
  process.exit(2);
}
if (import.meta.url.includes("/node_modules/")) await import("../dist/main.js");
else runSources();

/** Node takes the conditions of its module resolution on the command line only. */
function runSources() {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@headwater/source", main, ...process.argv.slice(2)], { stdio: "inherit" });
  // a terminal sends its signals to both; the program knows that twice within a moment is once
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]));
}
