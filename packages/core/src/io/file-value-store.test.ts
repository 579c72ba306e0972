import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { armFaultPoint } from "../model/fault-point.ts";
import { sha256 } from "../model/version.ts";
import { createFileValueStore } from "./file-value-store.ts";
import { createMemoryValueStore } from "./memory-value-store.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "headwater-values-"));
});
afterEach(async () => {
  armFaultPoint("before-value-rename", () => {});
  await rm(directory, { recursive: true });
});

const bytes = (...texts: string[]): Uint8Array[] => texts.map((text) => Buffer.from(text));
const collect = async (stream: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};
/** All files, however deep. */
const files = async (): Promise<string[]> =>
  (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name);

describe.each([
  ["files", () => createFileValueStore(directory)],
  ["memory", () => createMemoryValueStore()],
])("a value store of %s", (_, create) => {
  it("gives back what was written, by the hash of its bytes", async () => {
    const store = create();
    const staged = await store.write(bytes("hello ", "world"));
    expect(staged).toEqual({ address: sha256("hello world"), bytes: 11 });
    expect(await collect(store.read(staged.address))).toBe("hello world");
    expect(await store.has(staged.address)).toBe(true);
  });

  it("stores no bytes, too", async () => {
    const store = create();
    const staged = await store.write([]);
    expect(await collect(store.read(staged.address))).toBe("");
  });

  it("lists what it stores, and removes what is old enough", async () => {
    const store = create();
    const [one, two] = [await store.write(bytes("one")), await store.write(bytes("twoo"))];
    const listed = async () => (await Array.fromAsync(store.list())).map(({ address, bytes }) => [address, bytes]).sort();
    expect(await listed()).toEqual(
      [
        [one.address, 3],
        [two.address, 4],
      ].sort(),
    );
    expect(await store.remove(one.address, new Date(Date.now() - 10_000))).toBe(false);
    expect(await store.remove(one.address, new Date(Date.now() + 10_000))).toBe(true);
    expect(await store.remove(one.address, new Date(Date.now() + 10_000))).toBe(false);
    for (const id of ["../../etc/passwd", "staging/../../x", "id"]) expect(await store.remove(id, new Date(Date.now() + 10_000))).toBe(false);
    expect(await listed()).toEqual([[two.address, 4]]);
  });

  it("has one id for as long as it is there", async () => {
    const store = create();
    const { id } = await store.identity();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    await store.write(bytes("x"));
    expect((await store.identity()).id).toBe(id);
    expect(await Array.fromAsync(store.list())).toHaveLength(1);
  });

  it("says that a value is missing", async () => {
    const store = create();
    for (const address of [sha256("nothing"), "../../etc/passwd"]) {
      expect(await store.has(address)).toBe(false);
      await expect(collect(store.read(address))).rejects.toMatchObject({ code: "VALUE_MISSING", details: { address } });
    }
  });
});

describe("createFileValueStore", () => {
  it("gets one id, however many processes ask at first, and another directory another one", async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, async () => (await createFileValueStore(directory).identity()).id));
    expect(new Set(ids).size).toBe(1);
    expect((await createFileValueStore(join(directory, "other")).identity()).id).not.toBe(ids[0]);
    expect(await readdir(join(directory, "staging"))).toEqual([]);
  });

  it("removes values also where nothing else is in its directory", async () => {
    const store = createFileValueStore(directory);
    const { address } = await store.write(bytes("x"));
    await rm(join(directory, "staging"), { recursive: true });
    expect(await store.remove(address, new Date(Date.now() + 10_000))).toBe(true);
    expect(await files()).toEqual([]);
  });

  it("lists what a writer left behind, and removes it when it is old", async () => {
    const store = createFileValueStore(directory);
    await store.identity();
    await writeFile(join(directory, "staging", "left-over"), "half");
    const [leftover] = await Array.fromAsync(store.list());
    expect(leftover).toMatchObject({ address: null, bytes: 4 });
    expect(await store.remove(leftover?.id ?? "", new Date(0))).toBe(false);
    expect(await store.remove(leftover?.id ?? "", new Date(Date.now() + 10_000))).toBe(true);
    expect(await Array.fromAsync(store.list())).toEqual([]);
  });

  it("keeps one file per content, whoever writes it and how often", async () => {
    const [one, two] = [createFileValueStore(directory), createFileValueStore(directory)];
    await Promise.all([one, two, one, two].map((store) => store.write(bytes("same"))));
    expect(await files()).toEqual([sha256("same")]);
  });

  it("leaves nothing behind where the source throws", async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("half");
      throw new Error("no more");
    }
    await expect(createFileValueStore(directory).write(failing())).rejects.toThrow("no more");
    expect(await files()).toEqual([]);
  });

  it("leaves nothing behind where the rename does not happen", async () => {
    armFaultPoint("before-value-rename", () => {
      throw new Error("stopped");
    });
    const store = createFileValueStore(directory);
    await expect(store.write(bytes("x"))).rejects.toThrow("stopped");
    expect(await files()).toEqual([]);
    expect(await store.has(sha256("x"))).toBe(false);
  });

  it.each([
    ["cut off", (path: string) => truncate(path, 2)],
    ["made longer", (path: string) => appendFile(path, "!")],
    ["changed", (path: string) => writeFile(path, "hellO")],
  ])("notices a value that was %s, and heals it when it is written anew", async (_, damage) => {
    const store = createFileValueStore(directory);
    const { address } = await store.write(bytes("hello"));
    await damage(join(directory, address.slice(0, 2), address));
    await expect(collect(store.read(address))).rejects.toMatchObject({ code: "VALUE_CORRUPT", details: { address, place: directory } });
    await store.write(bytes("hello"));
    expect(await collect(store.read(address))).toBe("hello");
  });

  it("makes its directory when the first value is written", async () => {
    const store = createFileValueStore(join(directory, "a", "b"));
    expect(await store.has(sha256("x"))).toBe(false);
    const { address } = await store.write(bytes("x"));
    expect(await readFile(join(directory, "a", "b", address.slice(0, 2), address), "utf8")).toBe("x");
  });

  it("writes while it reads: a value may be larger than memory", async () => {
    const store = createFileValueStore(directory);
    let largest = 0;
    async function* large(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 64; i++) {
        yield Buffer.alloc(1024 * 1024, i);
        if (i === 32) largest = (await stat(join(directory, "staging", (await readdir(join(directory, "staging")))[0] ?? ""))).size;
      }
    }
    const { bytes: count } = await store.write(large());
    expect(count).toBe(64 * 1024 * 1024);
    expect(largest).toBe(33 * 1024 * 1024);
  });
});
