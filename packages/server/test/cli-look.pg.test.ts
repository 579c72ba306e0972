/** What the command line says about assets and their values, by the program itself: why, value, validate, status. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { ExportShape, ProblemsShape, StatusShape, WhyShape } from "./cli-shapes.ts";
import { csv, json, weatherProject, world } from "./cli-world.ts";
import { headwater } from "./headwater-process.ts";
import { preamble } from "./temporary-project.ts";

// each command is a process of its own
vi.setConfig({ testTimeout: 180_000 });

test("why says what is the matter with an asset, and how it comes, up to the file that changed", async () => {
  await using it = await world(weatherProject);
  expect(WhyShape.parse(json(await it.run("why", "w/count", "--json")))).toMatchObject({
    status: "MISSING",
    chain: [
      { asset: "w/count", status: "MISSING", message: "has never been materialized; waits for w/hot, which is missing" },
      { asset: "w/hot", status: "MISSING" },
    ],
    comparedWith: "working copy",
  });
  expect((await it.run("materialize")).code).toBe(0);
  expect(WhyShape.parse(json(await it.run("why", "w/count", "--json")))).toMatchObject({ status: "FRESH", causes: [], rootCauses: [], chain: [] });

  await it.project.write("days.csv", csv.replace("01-01,10", "01-01,12"));
  const why = await it.run("why", "w/count", "--observe");
  expect([why.code, why.stdout.split("\n").map((line) => line.replace(/ {2,}/g, "  ").replace(/\d+ seconds? ago|just now/, "AGO"))]).toEqual([
    0,
    [
      "◐ w/count  upstream stale  AGO",
      "  raw/days (days.csv) changed",
      "",
      "How it comes",
      "  ◐ w/count  upstream stale  waits for w/hot, which is stale",
      "  ● w/hot  stale  raw/days (days.csv) changed",
      "  ✓ raw/days  fresh  raw/days (days.csv) changed",
      "",
    ],
  ]);
  expect(WhyShape.parse(json(await it.run("why", "w/count", "--json")))).toMatchObject({
    status: "UPSTREAM_STALE",
    rootCauses: [{ asset: "raw/days", code: "INPUT_CHANGED" }],
    chain: [{ asset: "w/count" }, { asset: "w/hot", status: "STALE" }, { asset: "raw/days", status: "FRESH" }],
  });

  for (const [key, says] of [
    ["w/cont", 'There is no asset "w/cont". Similar: "w/count"'],
    ["w/count@2024-01-01", 'The partition "2024-01-01" was given, but none of these assets is partitioned.'],
  ] as const)
    expect(await it.run("why", key)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(says) });
});

test("an asset that is no longer defined is told as such by status, and why and value still know it", async () => {
  await using it = await world(weatherProject);
  expect((await it.run("materialize")).code).toBe(0);
  await it.project.write("headwater.config.ts", (await it.project.read("headwater.config.ts")).replace("[days, hot, count]", "[days, hot]"));
  const status = await it.run("status");
  expect(status.stdout).toContain("No longer defined: w/count");
  expect(status.stderr).toContain("compares with the working copy, which differs");
  expect(StatusShape.parse(json(await it.run("status", "--json")))).toMatchObject({
    cells: [{ asset: "raw/days" }, { asset: "w/hot" }],
    noLongerDefined: [{ asset: "w/count", isDefined: false, status: "FRESH", dataVersion: expect.any(String) }],
    comparedWith: "working copy",
  });
  expect(WhyShape.parse(json(await it.run("why", "w/count", "--json")))).toMatchObject({ isDefined: false, status: "FRESH", chain: [] });
  expect((await it.run("why", "w/count")).stdout).toContain("no longer defined");
  expect(await it.run("value", "w/count")).toMatchObject({ code: 0, stdout: "1\n" });
  expect((await it.run("status", "w/count")).code).toBe(2);

  await it.project.write("headwater.config.ts", preamble + weatherProject.replace(`asset("w/count", {`, `asset("w/number", { formerly: ["w/count"],`));
  expect((await it.run("materialize")).stdout).toBe("Nothing to do.\n");
  expect(StatusShape.parse(json(await it.run("status", "--json")))).toMatchObject({
    noLongerDefined: [],
    cells: [{}, {}, { asset: "w/number", status: "FRESH" }],
  });
});

const outputs = `
const Row = z.object({ id: z.number(), text: z.string().nullable(), at: z.date(), tags: z.array(z.string()) });
const rows = asset("o/rows", { output: table(Row), run: () => [
  { id: 1, text: 'said "hi", twice', at: new Date("2024-01-01T00:00:00Z"), tags: ["a", "b"] },
  { id: 2, text: null, at: new Date("2024-01-02T00:00:00Z"), tags: [] } ] });
const value = asset("o/value", { output: z.object({ big: z.bigint(), seen: z.set(z.string()), bytes: z.instanceof(Uint8Array) }),
  run: () => ({ big: 12345678901234567890n, seen: new Set(["x"]), bytes: new Uint8Array([1, 2, 3]) }) });
const image = asset("o/image", { output: file({ mediaType: "image/png" }), run: () => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255]) });
const pages = asset("o/pages", { output: files(), run: () => ({ "a.txt": Buffer.from("first"), "deep/b.txt": Buffer.from("second") }) });
const outside = asset("o/outside", { output: files(), run: () => ({ "../escaped.txt": Buffer.from("x") }) });
const mart = asset("o/mart", { output: external(), run: () => undefined });
const kept = source("raw/kept", { snapshot: true, schema: z.object({ n: z.number() }), observe: () => "v1", load: () => ({ n: 7 }) });
const reader = asset("o/reader", { inputs: { kept }, output: z.number(), run: ({ kept }) => kept.n });
const failed = asset("o/failed", { output: z.number(), run: () => { throw new Error("no luck"); } });
export default define({ include: [kept, reader, rows, value, image, pages, outside, mart, failed, source("raw/x", { schema: z.number(), observe: () => "v1", load: () => 1 })] });`;

test("value prints what is stored, whole: tables as JSON lines, JSON or CSV, files as they are, anything else as JSON", async () => {
  await using it = await world(`import { external, file, files } from "@headwater/core";\n${outputs}`, {});
  expect((await it.run("materialize")).code).toBe(1);
  const said = async (...args: string[]): Promise<string> => {
    const ended = await it.run("value", ...args);
    expect({ args, code: ended.code, stderr: ended.stderr }).toEqual({ args, code: 0, stderr: "" });
    return ended.stdout;
  };
  const lines = [
    { id: 1, text: 'said "hi", twice', at: "2024-01-01T00:00:00.000Z", tags: ["a", "b"] },
    { id: 2, text: null, at: "2024-01-02T00:00:00.000Z", tags: [] },
  ];
  const rowsJson = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  const csvText = 'id,text,at,tags\n1,"said ""hi"", twice",2024-01-01T00:00:00.000Z,"[""a"",""b""]"\n2,,2024-01-02T00:00:00.000Z,[]\n';
  const pages = [
    { name: "a.txt", size: 5, mediaType: "text/plain" },
    { name: "deep/b.txt", size: 6, mediaType: "text/plain" },
  ];
  await Promise.all([
    said("o/rows").then((text) => expect(text).toBe(rowsJson)),
    said("o/rows", "--json").then((text) => expect(JSON.parse(text)).toEqual(lines)),
    said("o/rows", "--format", "json").then((text) => expect(JSON.parse(text)).toEqual(lines)),
    said("o/rows", "--format", "csv").then((text) => expect(text).toBe(csvText)),
    said("o/value").then((text) => expect(JSON.parse(text)).toEqual({ big: "12345678901234567890", seen: ["x"], bytes: "AQID" })),
    said("o/image", "--json").then((text) => expect(JSON.parse(text)).toEqual({ name: null, size: 6, mediaType: "image/png" })),
    said("raw/kept").then((text) => expect(JSON.parse(text)).toEqual({ n: 7 })),
    said("o/pages").then((text) => expect(text).toBe("a.txt\ndeep/b.txt\n")),
    said("o/pages", "--json").then((text) => expect(JSON.parse(text)).toEqual(pages)),
  ]);
});

test("value of what has none, or not in that form, is refused with what there is instead", async () => {
  await using it = await world(`import { external, file, files } from "@headwater/core";\n${outputs}`, {});
  expect((await it.run("materialize")).code).toBe(1);
  const cases = [
    [["o/valeu"], 'There is no asset "o/valeu". Similar: "o/value"'],
    [["o/failed"], '"o/failed" has no stored value.'],
    [["o/mart"], 'The output of "o/mart" is external'],
    [["raw/x"], '"raw/x" is a source'],
    [["o/value", "--format", "csv"], "json: this is a value and no table"],
    [["o/image", "--format", "csv"], "written as it is"],
    [["o/rows", "--format", "xml"], "Allowed choices are json, jsonl, csv"],
    [["o/rows", "--partition", "x"], "none of these assets is partitioned"],
    [["o/rows@x"], "none of these assets is partitioned"],
  ] as const;
  const refused = ([args, says]: (typeof cases)[number]) =>
    it.run("value", ...args).then((ended) => expect({ args, ...ended }).toMatchObject({ args, code: 2, stdout: "", stderr: expect.stringContaining(says) }));
  await Promise.all(cases.map(refused));
});

test("value exports to files: in the format of the ending, whole or not at all, several files into a directory that they cannot leave", async () => {
  await using it = await world(`import { external, file, files } from "@headwater/core";\n${outputs}`, { "out/.keep": "" });
  expect((await it.run("materialize")).code).toBe(1);
  const place = (name: string): string => join(it.project.directory, name);
  const exported = await it.run("value", "o/rows", "--output", "out/rows.csv", "--json");
  expect(ExportShape.parse(json(exported))).toEqual({ asset: "o/rows", partition: null, output: "out/rows.csv", kind: "table", files: 1, rows: 2 });
  expect((await readFile(place("out/rows.csv"), "utf8")).split("\n")).toHaveLength(4);
  expect(await it.run("value", "o/rows", "--output", "out/rows.csv", "--format", "json")).toMatchObject({
    code: 0,
    stdout: "",
    stderr: expect.stringContaining("2 rows"),
  });
  expect(JSON.parse(await readFile(place("out/rows.csv"), "utf8"))).toHaveLength(2);
  expect((await it.run("value", "o/image", "--output", "out/image.png")).code).toBe(0);
  expect([...(await readFile(place("out/image.png")))]).toEqual([0x89, 0x50, 0x4e, 0x47, 0, 255]);
  expect(json(await it.run("value", "o/pages", "--output", "out/pages", "--json"))).toMatchObject({ kind: "files", files: 2 });
  expect([await readFile(place("out/pages/a.txt"), "utf8"), await readFile(place("out/pages/deep/b.txt"), "utf8")]).toEqual(["first", "second"]);

  for (const [args, says] of [
    [["o/rows", "--output", "nowhere/rows.csv"], '"nowhere/rows.csv" cannot be written: its directory does not exist.'],
    [["o/rows", "--output", "out"], '"out" cannot be written: it is a directory.'],
    [["o/outside", "--output", "out/x"], 'it would lie outside of "out/x"'],
  ] as const)
    expect(await it.run("value", ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(says) });
  await expect(readFile(place("out/escaped.txt"))).rejects.toThrow("ENOENT");
});

test("a table of any size streams into a pipe; a reader that has seen enough ends it without a word", async () => {
  await using it = await world(
    `const many = asset("o/many", { output: table(z.object({ n: z.number(), text: z.string() })), run: function* () { for (let n = 0; n < 200_000; n++) yield { n, text: "some text to fill the pipe" }; } });
export default define({ include: [many] });`,
    {},
  );
  expect((await it.run("materialize")).code).toBe(0);
  const shell = (script: string) => headwater(["value", "o/many"], { cwd: it.project.directory, databaseUrl: it.database.url, shell: script });
  expect(await shell("| head -n 2; echo $PIPESTATUS")).toMatchObject({
    stdout: '{"n":0,"text":"some text to fill the pipe"}\n{"n":1,"text":"some text to fill the pipe"}\n0\n',
    stderr: "",
  });
  expect((await shell("| tail -n 1")).stdout).toContain('"n":199999');
  expect((await shell("| wc -l")).stdout.trim()).toBe("200000");
});

test("validate tells every problem with code, place and fix, and exits with 2; warnings are no errors", async () => {
  await using it = await world(weatherProject);
  const valid = await it.run("validate", "--json");
  expect([valid.code, json(valid)]).toEqual([0, { problems: [], assets: 2, sources: 1 }]);
  expect((await it.run("validate")).stdout).toBe("2 assets and 1 source: no problems\n");
  expect((await it.run("validate", it.project.directory)).code).toBe(0);

  await it.project.write(
    "other/headwater.config.ts",
    (await it.project.read("headwater.config.ts")).replace("include: [days, hot, count]", "include: [hot, count], config: { nope: 1 }"),
  );
  const wrong = await it.run("validate", "other", "--json");
  expect(wrong.code).toBe(2);
  expect(ProblemsShape.parse(json(wrong)).problems).toMatchObject([
    { code: "INPUT_NOT_INCLUDED", severity: "error", file: expect.stringContaining("other/headwater.config.ts"), line: expect.any(Number) },
    { code: "CONFIG_UNKNOWN_ASSET", severity: "error" },
  ]);
  expect((await it.run("validate", "nowhere.ts")).stderr).toContain('There is no file "');

  await it.project.write(
    "odd/headwater.config.ts",
    `${(await it.project.read("headwater.config.ts")).split("const Day")[0]}import { resource } from "@headwater/core";
const api = resource({ open: () => 1 });
const counted = resource({ codeVersion: "1", open: () => 1 });
const one = asset("a/one", { resources: { api }, output: z.number(), run: () => 1 });
const two = asset("a/two", { resources: { db: api, counted }, output: z.number(), run: Math.random.bind(Math) });
export default define({ include: [one, two] });`,
  );
  const odd = await it.run("validate", "odd", "--json");
  expect(odd.code).toBe(0);
  expect(ProblemsShape.parse(json(odd)).problems).toMatchObject([
    { code: "CODE_UNREADABLE", severity: "warning", message: expect.stringContaining('"a/two"') },
    {
      code: "RESOURCE_UNTRACKED",
      severity: "warning",
      message: expect.stringContaining('"a/one", "a/two"'),
      file: expect.stringContaining("odd/headwater.config.ts"),
    },
  ]);
  expect(await it.run("validate", "odd")).toMatchObject({
    stdout: "2 assets and 0 sources: 2 warnings\n",
    stderr: expect.stringMatching(/^! The code of "a\/two"/),
  });
});

test("status says what it compares with: the files, or what a worker activated", async () => {
  await using it = await world(weatherProject);
  expect(json(await it.run("status", "--json"))).toMatchObject({ comparedWith: "working copy", noLongerDefined: [] });
  expect((await it.run("materialize")).code).toBe(0);
  await it.project.remove("headwater.config.ts");
  expect(json(await it.run("status", "--json"))).toMatchObject({ comparedWith: "activated definitions" });
});
