/** Every materialization says which commit, machine and versions computed it, as far as that can be found out. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { asset, createInstance, define } from "@headwater/core";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import manifest from "../package.json" with { type: "json" };

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), "headwater-provenance-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
const git = (cwd: string, ...command: string[]) =>
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...command], { cwd, encoding: "utf8" }).trim();

/** A repository with one commit, and a project in a folder of it. */
function repository(): { readonly top: string; readonly project: string; readonly commit: string } {
  const top = directory();
  const project = join(top, "pipelines");
  mkdirSync(project);
  writeFileSync(join(project, "assets.ts"), "export {};\n");
  git(top, "init", "--quiet");
  git(top, "add", ".");
  git(top, "commit", "--quiet", "--message", "First");
  return { top, project, commit: git(top, "rev-parse", "HEAD") };
}

const one = asset("one", { output: z.number(), run: () => 1 });
async function computedIn(root: string) {
  await using instance = await createInstance(define({ include: [one] }), { root });
  await instance.materialize();
  return (await instance.store.cells(["one"])).get("one")?.materialization?.provenance;
}

test("in a clean checkout: the commit, the host and the versions", async () => {
  const { project, commit } = repository();
  expect(await computedIn(project)).toEqual({
    gitCommit: commit,
    gitDirty: false,
    host: hostname(),
    node: process.version,
    headwater: manifest.version,
    platform: `${process.platform}-${process.arch}`,
  });
});

test("a file that was edited, anywhere in the checkout, and one that git does not know yet make it dirty", async () => {
  const edited = repository();
  writeFileSync(join(edited.project, "assets.ts"), "export const edited = true;\n");
  expect(await computedIn(edited.project)).toMatchObject({ gitCommit: edited.commit, gitDirty: true });
  const added = repository();
  writeFileSync(join(added.top, "helper.ts"), "");
  expect(await computedIn(added.project)).toMatchObject({ gitCommit: added.commit, gitDirty: true });
});

test("it is that of the code that was loaded: what is committed afterwards is not what runs", async () => {
  const { project, commit } = repository();
  await using instance = await createInstance(define({ include: [one] }), { root: project });
  await instance.materialize();
  git(project, "commit", "--quiet", "--allow-empty", "--message", "Second");
  await instance.materialize("*", { mode: "ALL" });
  expect((await instance.store.cells()).get("one")?.materialization?.provenance).toMatchObject({ gitCommit: commit });
});

test("without a repository, without a commit and without git, nothing fails and nothing is made up", async () => {
  const nothing = { gitCommit: null, gitDirty: null, host: hostname() };
  expect(await computedIn(directory())).toMatchObject(nothing);
  const empty = directory();
  git(empty, "init", "--quiet");
  expect(await computedIn(empty)).toMatchObject(nothing);
  const { project } = repository();
  const path = process.env.PATH;
  onTestFinished(() => {
    process.env.PATH = path;
  });
  process.env.PATH = directory();
  expect(await computedIn(project)).toMatchObject(nothing);
  expect(await computedIn(join(project, "gone"))).toMatchObject(nothing);
});
