/** What an analysis remembers of an earlier one never differs from what it would find anew: each edit of modules that depend on each other, made in place. */
import { expect, test, vi } from "vitest";
import { type Project, startCodeReader } from "./code-findings.ts";
import { betweenModules } from "./edit-tables.ts";

vi.setConfig({ testTimeout: 300_000 });

/** Texts of the files that an edit leaves otherwise than they were. */
function edited(before: Project["files"], after: Project["files"]): Readonly<Record<string, string | null>> {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => before[path] !== after[path]);
  return Object.fromEntries(paths.map((path) => [path, (after[path] as string | undefined) ?? null]));
}

test.each(betweenModules)("$name", async ({ project, edits }) => {
  await using reader = await startCodeReader();
  const wrong: Record<string, unknown> = {};
  for (const { promise, by } of edits) {
    const after = by.reduce((changed, change) => change(changed), project);
    const { versions, problems } = await reader.read(project, { edited: edited(project.files, after.files) });
    if (Object.keys(versions).length + problems.length > 0) wrong[promise] = { versions, problems };
  }
  expect(wrong).toEqual({});
});
