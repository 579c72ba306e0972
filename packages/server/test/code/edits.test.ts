/** Exactly which assets an edit makes stale: each row edits one of the small projects in `edits/` and names all assets whose code version it changes. */
import { beforeAll, describe, expect, test, vi } from "vitest";
import { type CodeFindings, codeFindings } from "./code-findings.ts";
import { tables } from "./edit-tables.ts";

vi.setConfig({ hookTimeout: 300_000 });

const rows = tables.flatMap((table) => table.edits.map((edit) => ({ table, edit })));
const found = new Map<unknown, CodeFindings>();

beforeAll(async () => {
  const edited = rows.map(({ table, edit }) => edit.by.reduce((project, change) => change(project), table.project));
  const findings = await codeFindings([...tables.map(({ project }) => project), ...edited]);
  for (const [index, finding] of findings.entries()) found.set(tables[index] ?? rows[index - tables.length]?.edit, finding);
});

test("there are at least 60 edits, each with a promise of its own", () => {
  expect(new Set(rows.map(({ edit }) => edit.promise)).size).toBe(rows.length);
  expect(rows.length).toBeGreaterThanOrEqual(60);
});

describe.each(tables)("$name", (table) => {
  test.each(table.edits)("$promise", (edit) => {
    const [before, after] = [found.get(table), found.get(edit)];
    expect(before?.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(after?.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    const keys = Object.keys(before?.versions ?? {});
    expect(keys.length).toBeGreaterThan(0);
    expect(Object.keys(after?.versions ?? {}).sort()).toEqual(keys.sort());
    const changed = keys.filter((key) => before?.versions[key] !== after?.versions[key]).sort();
    expect(edit.coarsely ? changed.filter((key) => edit.changes.includes(key)) : changed).toEqual(edit.changes);
  });
});
