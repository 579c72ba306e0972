/** Stored values that somebody damaged, and a disk that is full: said clearly, and put right by computing anew. */
import { execFile } from "node:child_process";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { asset, createInstance, define, table } from "@headwater/core";
import { armFaultPoint, createFileValueStore } from "@headwater/core/engine";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

const run = promisify(execFile);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "headwater-damaged-"));
});
afterEach(() => rm(directory, { recursive: true }));

const rows = asset("raw/rows", { output: table(z.object({ n: z.number(), text: z.string() })), run: () => [1, 2, 3].map((n) => ({ n, text: `row ${n}` })) });
const one = asset("raw/one", { output: z.object({ n: z.number() }), run: () => ({ n: 7 }) });
const sum = asset("sum", {
  inputs: { rows, one },
  output: z.number(),
  run: async (inputs) => (await inputs.rows.rows()).reduce((total, row) => total + row.n, inputs.one.n),
});
const open = (place: string) => createInstance(define({ include: [rows, one, sum] }), { values: createFileValueStore(place) });

async function fileOf(instance: Awaited<ReturnType<typeof open>>, key: string): Promise<string> {
  const address = (await instance.store.cells([key])).get(key)?.materialization?.stored?.address ?? "";
  return join(directory, address.slice(0, 2), address);
}

describe.each(["raw/rows", "raw/one"])("the value of %s", (key) => {
  test.each<[string, (path: string) => Promise<void>]>([
    ["was cut off", (path) => truncate(path, 5)],
    ["was cut off at its end", async (path) => truncate(path, (await readFile(path)).length - 1)],
    ["is empty", (path) => truncate(path, 0)],
    ["was edited", async (path) => writeFile(path, (await readFile(path, "utf8")).replace(/"n":\d/, '"n":9'))],
    ["was edited into what no value looks like", async (path) => writeFile(path, (await readFile(path, "utf8")).replace(/"n":\d/, '"n":{"$map":1}'))],
    ["got something appended", (path) => appendFile(path, "{}\n")],
    ["was removed", (path) => rm(path)],
  ])("%s: the step that reads it fails and says whose it is; computing that anew puts it right", async (_, damage) => {
    const instance = await open(directory);
    expect((await instance.materialize()).status).toBe("SUCCEEDED");
    await damage(await fileOf(instance, key));
    const failed = (await instance.materialize("sum", { mode: "ALL" })).step(sum);
    expect(failed).toMatchObject({ outcome: "FAILED", error: { code: expect.stringMatching(/^VALUE_(CORRUPT|MISSING)$/) } });
    expect(failed.error?.message).toContain(`The stored value of "${key}"`);
    expect((await instance.materialize(key, { mode: "ALL" })).status).toBe("SUCCEEDED");
    expect((await instance.materialize("sum", { mode: "ALL" })).step(sum).outcome).toBe("SUCCEEDED");
    expect(await instance.value("sum")).toBe(13);
  });
});

test("a step that reads only the first rows of a table learns that a later one was changed", async () => {
  const many = asset("many", { output: table(z.object({ n: z.number() })), run: () => Array.from({ length: 50_000 }, (_, n) => ({ n })) });
  const first = asset("first", {
    inputs: { many },
    output: z.number(),
    run: async (inputs) => {
      for await (const row of inputs.many.stream()) return row.n;
      return -1;
    },
  });
  const instance = await createInstance(define({ include: [many, first] }), { values: createFileValueStore(directory) });
  expect((await instance.materialize()).status).toBe("SUCCEEDED");
  const path = await fileOf(instance, "many");
  await writeFile(path, (await readFile(path, "utf8")).replace('"n":49999', '"n":49998'));
  expect((await instance.materialize("first", { mode: "ALL" })).step(first)).toMatchObject({ outcome: "FAILED", error: { code: "VALUE_CORRUPT" } });
});

const noise = Array.from({ length: 20_000 }, (_, n) => ({ n, text: `${n}`.repeat(10) }));

/** A disk that takes `kilobytes`; `null` where this user may not make one. */
async function smallDisk(kilobytes: number): Promise<({ readonly path: string } & AsyncDisposable) | null> {
  const path = join(directory, "disk");
  await mkdir(path);
  const mounted = await run("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", path]).then(
    () => true,
    () => false,
  );
  return mounted ? { path, [Symbol.asyncDispose]: async () => void (await run("umount", [path])) } : null;
}

describe("a disk that is full", () => {
  const big = asset("big", { output: table(z.object({ n: z.number(), text: z.string() })), run: () => noise });
  const small = asset("small", { output: z.number(), run: () => 1 });
  const filesIn = async (place: string): Promise<readonly string[]> =>
    (await readdir(place, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name);

  test("fails the step, says so, leaves nothing half-done, and what fits is still stored", async (context) => {
    await using disk = await smallDisk(256);
    if (disk === null) return context.skip("mounting needs more rights");
    const instance = await createInstance(define({ include: [big, small] }), { values: createFileValueStore(disk.path) });
    const result = await instance.materialize();
    expect(result.step(big)).toMatchObject({ outcome: "FAILED", error: { code: "VALUE_STORE_UNWRITABLE" } });
    expect(result.step(big).error?.message).toBe(`Nothing can be written to ${disk.path}: the disk is full. Nothing was stored.`);
    expect(result.step(small).outcome).toBe("SUCCEEDED");
    expect(await filesIn(disk.path)).toEqual([(await instance.store.cells(["small"])).get("small")?.materialization?.stored?.address]);
  });

  test("at the last moment, too", async () => {
    armFaultPoint("before-value-rename", () => {
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    });
    try {
      const instance = await createInstance(define({ include: [small] }), { values: createFileValueStore(directory) });
      expect((await instance.materialize()).step(small).error).toMatchObject({ code: "VALUE_STORE_UNWRITABLE" });
      expect(await filesIn(directory)).toEqual([]);
      expect((await instance.status())[0]?.status).toBe("MISSING");
    } finally {
      armFaultPoint("before-value-rename", () => {});
    }
  });
});
