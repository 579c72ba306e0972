/** Runs benchmarks one after the other, each in a process of its own: all, or those whose name contains a given word (`npm run bench -- thousand`). */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

const wanted = process.argv.slice(2);
const all = (await readdir(import.meta.dirname)).filter((name) => name.endsWith(".bench.ts")).sort();
for (const name of all.filter((name) => wanted.every((word) => name.includes(word)))) {
  console.log(`== ${name}`);
  const child = spawn(process.execPath, ["--conditions=@headwater/source", join(import.meta.dirname, name)], { stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) process.exitCode = 1;
}
