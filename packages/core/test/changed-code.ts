/** What is said of code that changed, and what a change of the scheme of code versions alone does: told on any store. */
import { asset, define, source } from "@headwater/core";
import {
  adoptScheme,
  buildGraph,
  type CodeManifest,
  type CodeVersion,
  codeVersionOf,
  createMemoryValueStore,
  createResourcePool,
  launchRun,
  provenanceOf,
  readStatuses,
  runInProcess,
  type Step,
  type Store,
  serializeDefinitions,
  sha256,
} from "@headwater/core/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

type Include = Parameters<typeof define>[0]["include"];
type CodeOf = typeof codeVersionOf;

const scheme = "declarations/1";

/** Code of a scheme that knows declarations, by asset key: its declarations are written `name@file <text>`, or `name@file <text` < through`. */
const codes = (byKey: { readonly [key: string]: Partial<CodeManifest> & { readonly source?: string } }) => {
  const manifests = new Map(
    Object.entries(byKey).map(([key, { declarations = [], packages = [], extraInputs = [] }]) => {
      const codeVersion = sha256(JSON.stringify([key, declarations.map(({ hash }) => hash), packages, extraInputs]));
      return [key, { codeVersion, scheme, declarations, packages, extraInputs }] as const;
    }),
  );
  const codeOf: CodeOf = (definition): CodeVersion => {
    const manifest = manifests.get(definition.key);
    const { codeVersion, codeParts } = codeVersionOf(definition);
    if (manifest === undefined) return { codeVersion, codeParts };
    const raw = sha256(byKey[definition.key]?.source ?? manifest.codeVersion);
    return { codeVersion: manifest.codeVersion, codeParts: { ...codeParts, body: manifest.codeVersion, scheme, raw } };
  };
  return { codeOf, manifests: [...manifests.values()] };
};

const declared = (name: string, file: string, text: string, through: string | null = null) => ({ name, file, line: 1, hash: sha256(text), through });

interface OpenOptions {
  readonly codeOf?: CodeOf;
  readonly manifests?: readonly CodeManifest[];
  /** Whether recorded traces take over the scheme, as with a host. */
  readonly adopts?: boolean;
}

/** Declares the tests. `openStore` gives an empty store each time. */
export function changedCode(openStore: () => Promise<Store>): void {
  async function begin() {
    const store = await openStore();
    onTestFinished(() => store[Symbol.asyncDispose]());
    const values = createMemoryValueStore();
    const open = async (include: Include, { codeOf, manifests, adopts = true }: OpenOptions = {}) => {
      const definitions = define({ include });
      const serialized = serializeDefinitions(definitions, "/", codeOf);
      await store.saveCode(manifests ?? [], new Map());
      if (adopts) await adoptScheme(store, serialized);
      await store.activate({ name: "default", definitions: serialized, root: "/" });
      const graph = buildGraph(serialized);
      const environment = { definitions, serialized, store, values, root: "/", log: () => undefined, resources: createResourcePool(), provenance };
      return {
        statuses: async () => Object.fromEntries([...(await readStatuses(store, graph)).statuses].map(([key, { status }]) => [key, status])),
        causes: async (key: string) => (await readStatuses(store, graph)).statuses.get(key)?.causes ?? [],
        async materialize(): Promise<readonly Step[]> {
          const { run } = await launchRun(store, { mode: "STALE", select: "*", launchedBy: "test" });
          await runInProcess(environment, run.id);
          return store.steps(run.id);
        },
      };
    };
    return { store, open };
  }

  describe("a cause of code", () => {
    const clean = asset("clean", { output: z.number(), run: () => 1 });
    const report = asset("report", { inputs: { clean }, output: z.number(), run: () => 1 });
    const run = declared("run", "assets.ts", "run");
    const before = [run, declared("clean", "assets.ts", "clean", "run"), declared("normalise", "lib/units.ts", "n1", "clean")];
    const changedTo = async (now: Partial<CodeManifest>, was: Partial<CodeManifest> = { declarations: before }) => {
      const { open } = await begin();
      await (await open([clean], codes({ clean: was }))).materialize();
      const [cause, ...others] = await (await open([clean], codes({ clean: now }))).causes("clean");
      expect(others).toEqual([]);
      return cause;
    };

    test("names the declaration that changed, its file and the way to it", async () => {
      const cause = await changedTo({ declarations: [...before.slice(0, 2), { ...declared("normalise", "lib/units.ts", "n2", "clean"), line: 7 }] });
      expect(cause).toMatchObject({
        code: "CODE_CHANGED",
        message: "the code of clean changed: `normalise` in `lib/units.ts` changed (reached through `clean`)",
      });
      expect(cause?.changes).toEqual([
        {
          ...{ kind: "DECLARATION", change: "CHANGED", name: "normalise", file: "lib/units.ts", line: 7, fromLine: 1, through: "clean" },
          ...{ from: sha256("n1"), to: sha256("n2") },
        },
      ]);
    });
    test("says what is new and what is gone, and of the definition itself which part", async () => {
      const cause = await changedTo({ declarations: [declared("run", "assets.ts", "run2"), declared("other", "lib/new.ts", "o", "run")] });
      expect(cause?.message).toBe("the code of clean changed: its function, `other` in `lib/new.ts` is new (reached through `run`) and 2 more");
      expect(cause?.changes?.map(({ change, name }) => [change, name])).toEqual([
        ["CHANGED", "run"],
        ["ADDED", "other"],
        ["REMOVED", "clean"],
        ["REMOVED", "normalise"],
      ]);
    });
    test("tells what was moved and edited from what is new; what was only renamed or moved is not named", async () => {
      const moved = [declared("begin", "other.ts", "clean", "run"), declared("normalise", "lib/moved.ts", "n2", "begin")];
      const cause = await changedTo({ declarations: [run, ...moved] });
      expect(cause?.message).toBe("the code of clean changed: `normalise` in `lib/moved.ts` changed (reached through `begin`)");
    });
    test("says that a statement or a whole file counts, where it is no declaration", async () => {
      const effects = (text: string) => ({
        declarations: [...before, declared("statement", "lib/setup.ts", text), declared("", "lib/old.cjs", text, "clean")],
      });
      expect((await changedTo(effects("2"), effects("1")))?.message).toBe(
        "the code of clean changed: a statement in `lib/setup.ts` changed and `lib/old.cjs` changed (reached through `clean`)",
      );
    });
    test("names packages with their versions, and other inputs", async () => {
      const packages = (version: string) => [{ name: "ms", version }];
      const sql = (text: string) => [{ name: "sql/a.sql", hash: sha256(text) }];
      const was = { declarations: before, packages: packages("2.1.2"), extraInputs: sql("1") };
      expect((await changedTo({ ...was, packages: packages("2.1.3") }, was))?.message).toBe("the code of clean changed: package `ms` 2.1.2 -> 2.1.3");
      expect((await changedTo({ ...was, extraInputs: sql("2") }, was))?.message).toBe("the code of clean changed: `sql/a.sql` changed");
      const region = (hash: string) => ({ ...was, extraInputs: [{ name: "env REGION", hash }] });
      expect(await changedTo(region("2"), region("1"))).toMatchObject({
        message: "the code of clean changed: `env REGION` changed",
        changes: [{ kind: "INPUT", name: "env REGION", from: null, to: null }],
      });
      expect((await changedTo({ ...was, packages: [] }, was))?.message).toBe("the code of clean changed: package `ms` 2.1.2 is gone");
    });
    test("names the part of the definition where nothing is known of a version", async () => {
      const { open } = await begin();
      await (await open([clean], { codeOf: codes({ clean: { declarations: before } }).codeOf })).materialize();
      const [cause] = await (await open([clean], codes({ clean: { declarations: [run] } }))).causes("clean");
      expect(cause).toMatchObject({ message: "the code of clean changed: its function" });
      expect(cause).not.toHaveProperty("changes");
    });
    test("is the reason of plans and of steps, in the words of the status; at a root cause as well", async () => {
      const { open, store } = await begin();
      const codeOf = (text: string) =>
        codes({ clean: { declarations: [declared("normalise", "lib/units.ts", text, "run")] }, report: { declarations: [declared("run", "assets.ts", "r")] } });
      await (await open([clean, report], codeOf("1"))).materialize();
      const edited = await open([clean, report], codeOf("2"));
      const message = (await edited.causes("clean"))[0]?.message;
      expect(message).toContain("`normalise` in `lib/units.ts` changed");
      const { states, statuses } = await readStatuses(store, buildGraph((await store.activeLocation())?.definitions ?? { version: "", assets: [] }));
      expect(statuses.get("report")?.rootCauses.map((cause) => cause.message)).toEqual([message]);
      expect(states.size).toBe(2);
      const steps = await edited.materialize();
      expect(steps.map(({ asset, outcome }) => [asset, outcome])).toEqual([
        ["clean", "SUCCEEDED"],
        ["report", "UNCHANGED"],
      ]);
      expect(steps[0]?.reason).toContain(message);
    });
    test("of a source is told to its readers", async () => {
      const { open } = await begin();
      const raw = source("raw", { schema: z.number(), observe: () => "1", load: () => 1 });
      const reader = asset("reader", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw });
      const codeOf = (text: string) => codes({ raw: { declarations: [declared("load", "assets.ts", "l"), declared("parse", "lib/parse.ts", text, "load")] } });
      await (await open([raw, reader], codeOf("1"))).materialize();
      const [cause] = await (await open([raw, reader], codeOf("2"))).causes("reader");
      expect(cause).toMatchObject({ code: "INPUT_CHANGED", message: "raw is read differently (`parse` in `lib/parse.ts` changed (reached through `load`))" });
      expect(cause?.changes).toHaveLength(1);
    });
  });

  describe("another scheme of code versions", () => {
    async function project() {
      const found = { version: "1" };
      const ran: string[] = [];
      const raw = source("raw", { schema: z.string(), observe: () => found.version, load: () => found.version });
      const read = asset("read", {
        inputs: { raw },
        output: z.string(),
        run: ({ raw }) => {
          ran.push("read");
          return raw;
        },
      });
      const below = asset("below", { inputs: { read }, output: z.string(), run: ({ read }) => read });
      return { ...(await begin()), include: [raw, read, below], ran, found };
    }
    const all = { raw: "FRESH", read: "FRESH", below: "FRESH" };
    const declarations = [declared("run", "assets.ts", "run")];
    const followed = codes({ raw: { declarations }, read: { declarations }, below: { declarations } });

    test.each([true, false])(
      "edge case 30: what was recorded by the text of functions is as fresh as it was, and comes back as it did (adopted: %j)",
      async (adopts) => {
        const { store, open, include, ran, found } = await project();
        const former = await open(include);
        await former.materialize();
        found.version = "2";
        await former.materialize();
        await asRecordedBefore(store);
        const upgraded = await open(include, { ...followed, adopts });
        expect(await upgraded.statuses()).toEqual(all);
        expect((await upgraded.materialize()).map(({ outcome }) => outcome)).toEqual([]);
        found.version = "1";
        ran.length = 0;
        expect((await upgraded.materialize()).map(({ asset, outcome }) => [asset, outcome])).toEqual([
          ["read", "REUSED"],
          ["below", "REUSED"],
        ]);
        expect(ran).toEqual([]);
        expect(await upgraded.statuses()).toEqual(all);
        expect((await store.cells(["read"])).get("read")?.materialization?.trace).toMatchObject({ codeParts: { scheme } });
      },
    );
    test("after it, a comment is none, an edit is one, and no event tells of it", async () => {
      const { store, open, include } = await project();
      await (await open(include)).materialize();
      await asRecordedBefore(store);
      const events = await store.lastSeq();
      await open(include, followed);
      expect((await store.events(events, 10)).map(({ kind }) => kind)).toEqual(["definitions_activated"]);
      const later =
        (codeVersion: string, key: string): CodeOf =>
        (definition) => {
          const code = followed.codeOf(definition);
          const codeParts = { ...code.codeParts, module: sha256("a comment"), raw: sha256("a comment") };
          return { codeVersion: definition.key === key ? codeVersion : code.codeVersion, codeParts };
        };
      expect(await (await open(include, { codeOf: later("", "none") })).statuses()).toEqual(all);
      expect(await (await open(include, { codeOf: later("2", "below") })).statuses()).toEqual({ ...all, below: "STALE" });
      expect(await (await open(include, { codeOf: later("2", "raw") })).statuses()).toEqual({ raw: "FRESH", read: "STALE", below: "UPSTREAM_STALE" });
    });
    test.each([true, false])("what the scheme before took for the same code is not taken over where its text was another (adopted: %j)", async (adopts) => {
      const { store, open, include, ran, found } = await project();
      const inModule = (codeOf: CodeOf, text: string): OpenOptions => ({
        adopts,
        codeOf: (definition) => {
          const { codeVersion, codeParts } = codeOf(definition);
          return { codeVersion, codeParts: { ...codeParts, module: sha256(text) } };
        },
      });
      await (await open(include, inModule(codeVersionOf, "a helper"))).materialize();
      found.version = "2";
      await (await open(include, inModule(codeVersionOf, "an edited helper"))).materialize();
      await asRecordedBefore(store);
      const upgraded = await open(include, inModule(followed.codeOf, "an edited helper"));
      expect(await upgraded.statuses()).toEqual(all);
      found.version = "1";
      ran.length = 0;
      await upgraded.materialize();
      expect(ran).toEqual(["read"]);
    });
    test("an edit that comes with it is one", async () => {
      const { store, open, include } = await project();
      await (await open(include)).materialize();
      await asRecordedBefore(store);
      const edited: CodeOf = (definition) => {
        const { codeVersion, codeParts } = followed.codeOf(definition);
        return { codeVersion, codeParts: definition.key === "below" ? { ...codeParts, module: sha256("edited") } : codeParts };
      };
      expect(await (await open(include, { codeOf: edited })).statuses()).toEqual({ ...all, below: "STALE" });
    });
    test("between schemes that know the sources, their text decides, and params and stated versions count as ever", async () => {
      const { open, include } = await project();
      const by = (scheme: string, { source = "s", params = "p", explicit = null as string | null } = {}): OpenOptions => ({
        adopts: false,
        codeOf: (definition) => {
          const parts = { explicit, params, scheme, raw: sha256(source), module: sha256(scheme) };
          return { codeVersion: explicit ?? sha256(`${scheme} ${definition.key}`), codeParts: { ...codeVersionOf(definition).codeParts, ...parts } };
        },
      });
      await (await open(include, by("declarations/1"))).materialize();
      expect(await (await open(include, by("declarations/2"))).statuses()).toEqual(all);
      const stale = { raw: "FRESH", read: "STALE", below: "STALE" };
      for (const other of [{ source: "edited" }, { params: "other" }, { explicit: "2" }]) {
        expect(await (await open(include, by("declarations/2", other))).statuses()).toEqual(stale);
      }
      expect(await (await open(include, by("declarations/1", { source: "a comment" }))).statuses()).toEqual(all);
    });
  });
}

/** As a release recorded it that knew no parts of the code of sources. */
async function asRecordedBefore(store: Store): Promise<void> {
  const made = [...(await store.cells()).values()].flatMap(({ materialization }) => materialization ?? []);
  const acceptances = made.map(({ asset, partition, seq, trace }) => {
    const inputs = trace.inputs.map(({ sourceParts: _, ...input }) => input);
    return { asset, partition, materialization: seq, trace: { ...trace, inputs } };
  });
  await store.accept(acceptances, { by: "test", note: null });
}

const provenance = provenanceOf("/");
