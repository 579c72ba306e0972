/** Resources: opened once, shared, closed; and the secrets that they need, which nothing shows. */
import { inspect } from "node:util";
import { asset, define, materialize, resource, secret, source } from "@headwater/core";
import { createInstance, createMemoryStore, createResourcePool, type SaidLine } from "@headwater/core/engine";
import { describe, expect, test } from "vitest";
import { z } from "zod";

/** A resource that notes when it is opened and closed. */
function noted(name: string, log: string[], open: () => unknown = () => name) {
  return resource({
    open: async () => {
      log.push(`open ${name}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
      return open();
    },
    close: () => void log.push(`close ${name}`),
  });
}

describe("a resource", () => {
  test("is opened once for all steps and looks that need it, however many at the same time, and closed in reverse order", async () => {
    const log: string[] = [];
    const first = noted("first", log);
    const second = noted("second", log);
    const unused = noted("unused", log);
    const raw = source("raw", { schema: z.string(), resources: { first }, observe: () => "v1", load: ({ resources }) => `loaded by ${resources.first}` });
    const users = [1, 2, 3, 4].map((n) =>
      asset(`user/${n}`, {
        inputs: { raw },
        resources: { db: first, second },
        output: z.string(),
        run: ({ raw }, { resources }) => `${raw}, ${resources.db}, ${resources.second}`,
      }),
    );
    const never = asset("never", { resources: { unused }, output: z.number(), launch: "manual", run: () => 1 });
    {
      await using instance = await createInstance(define({ include: [raw, users, never] }));
      await instance.materialize("user/*");
      await instance.materialize("user/*", { mode: "ALL" });
      expect(await instance.value("user/4")).toBe("loaded by first, first, second");
      expect(log).toEqual(["open first", "open second"]);
    }
    expect(log).toEqual(["open first", "open second", "close second", "close first"]);
  });

  test("that cannot be opened fails the step, which names it, and is tried again the next time", async () => {
    let tries = 0;
    const db = resource({
      open: () => {
        tries += 1;
        if (tries === 1) throw new Error("connection refused");
        return tries;
      },
    });
    const user = asset("user", { resources: { warehouse: db }, output: z.number(), run: (_, { resources }) => resources.warehouse });
    await using instance = await createInstance(define({ include: [user] }));
    expect((await instance.materialize()).step(user)).toMatchObject({
      outcome: "FAILED",
      reason: 'Resource "warehouse" of "user" could not be opened: connection refused',
      error: { code: "RESOURCE_FAILED", cause: { message: "connection refused" } },
    });
    expect((await instance.materialize()).step(user).outcome).toBe("SUCCEEDED");
  });

  test("is not opened for a step that need not run", async () => {
    const log: string[] = [];
    const store = createMemoryStore();
    const user = asset("user", { resources: { db: noted("db", log) }, output: z.number(), run: () => 1 });
    const definitions = define({ include: [user] });
    await (await createInstance(definitions, { store })).materialize();
    log.length = 0;
    await using again = await createInstance(definitions, { store });
    await again.materialize();
    expect(log).toEqual([]);
  });

  test("is given its config parsed by its schema, and a signal that ends with the process", async () => {
    const seen: { config?: unknown; signal?: AbortSignal } = {};
    const db = resource({
      config: z.object({ url: z.string(), size: z.coerce.number().default(5) }),
      values: { url: "postgres://here" },
      open: ({ config, signal }) => {
        Object.assign(seen, { config, signal });
        return 1;
      },
    });
    const wrong = resource({ config: z.object({ url: z.url() }), values: { url: "nowhere" }, open: () => 1 });
    const user = asset("user", { resources: { db }, output: z.number(), run: (_, { resources }) => resources.db });
    const other = asset("other", { resources: { wrong }, output: z.number(), run: () => 1 });
    {
      await using instance = await createInstance(define({ include: [user, other] }));
      const run = await instance.materialize();
      expect(seen.config).toEqual({ url: "postgres://here", size: 5 });
      expect(seen.signal?.aborted).toBe(false);
      expect(run.step(other).reason).toContain('Resource "wrong" of "other" could not be opened: url: ');
    }
    expect(seen.signal?.aborted).toBe(true);
  });

  test("a step that is given up does not stop the opening that others wait for", async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const db = resource({ open: () => promise });
    const hasty = asset("hasty", { resources: { db }, timeout: "30ms", output: z.string(), run: (_, { resources }) => resources.db });
    const patient = asset("patient", { resources: { db }, output: z.string(), run: (_, { resources }) => resources.db });
    await using instance = await createInstance(define({ include: [hasty, patient] }));
    setTimeout(() => resolve("open"), 120);
    const run = await instance.materialize();
    expect(run.step(hasty).error?.code).toBe("TIMEOUT");
    expect(run.step(patient).outcome).toBe("SUCCEEDED");
  });

  test("one whose closing fails keeps no other from being closed", async () => {
    const log: string[] = [];
    const broken = resource({
      open: () => 1,
      close: () => {
        throw new Error("close failed");
      },
    });
    const pool = createResourcePool();
    const definition = define({
      include: [asset("user", { resources: { first: noted("first", log), broken }, output: z.void(), run: () => undefined })],
    }).byKey.get("user");
    if (definition !== undefined) await pool.open(definition, new AbortController().signal);
    await expect(pool[Symbol.asyncDispose]()).rejects.toThrow("close failed");
    expect(log).toEqual(["open first", "close first"]);
  });
});

describe("in tests", () => {
  const db = resource({
    open: (): { query(sql: string): string } => {
      throw new Error("a test must not connect");
    },
  });
  const user = asset("user", { resources: { db }, output: z.string(), run: (_, { resources }) => resources.db.query("select 1") });
  const fake = { query: (sql: string) => `fake ${sql}` };

  test("materialize takes values in place of resources", async () => {
    expect((await materialize([user], { resources: { db: fake } })).value(user)).toBe("fake select 1");
    expect((await materialize([user])).step(user).error?.code).toBe("RESOURCE_FAILED");
    await expect(materialize([user], { resources: { bd: fake } })).rejects.toMatchObject({ code: "RESOURCE_UNKNOWN" });
  });

  test("invoke takes them, and opens none by itself", async () => {
    expect(await user.invoke({}, { resources: { db: fake } })).toBe("fake select 1");
    await expect(user.invoke({})).rejects.toMatchObject({ code: "RESOURCE_NOT_GIVEN", details: { asset: "user", resource: "db" } });
    await expect(user.invoke({}, { resources: { bd: fake } as never })).rejects.toMatchObject({ code: "RESOURCE_UNKNOWN" });
  });

  test("define takes other resources", async () => {
    const definitions = define({ include: [user], resources: { db: resource({ open: () => fake }) } });
    expect((await materialize(definitions)).value(user)).toBe("fake select 1");
  });
});

describe("a secret", () => {
  const token = 'sh/h "1"';
  const api = resource({ config: z.object({ token: z.string() }), values: { token: secret("API_TOKEN") }, open: ({ config }) => ({ token: config.token }) });

  test("that is not set fails the step, which names it and says where to set it", async () => {
    const user = asset("user", { resources: { api }, output: z.number(), run: () => 1 });
    for (const secrets of [() => undefined, () => ""]) {
      const { error } = (await materialize([user], { secrets })).step(user);
      expect(error).toMatchObject({ code: "SECRET_MISSING", message: 'The secret API_TOKEN, which resource "api" of "user" needs, is not set.' });
    }
  });

  test("reaches `open`, and shows in no error, log line, metadata, progress or look", async () => {
    const lines: SaidLine[] = [];
    const store = createMemoryStore();
    const failing = asset("failing", {
      resources: { api },
      output: z.number(),
      retry: { attempts: 2, delay: "1ms" },
      run: (_, { resources }) => {
        throw new Error(`GET /x?token=${encodeURIComponent(resources.api.token)}`, { cause: new TypeError(`header ${resources.api.token}`) });
      },
    });
    const telling = asset("telling", {
      resources: { api },
      output: z.number(),
      run: (_, { resources, log, metadata, progress }) => {
        log.info(`using ${resources.api.token}`, { api: resources.api, error: new Error(resources.api.token) });
        metadata({ url: `https://${resources.api.token}@host`, nested: [{ token: resources.api.token }] });
        progress(0.5, `with ${resources.api.token}`);
        return resources.api.token.length;
      },
    });
    const looking = source("looking", {
      schema: z.number(),
      resources: { api },
      observe: ({ resources }) => ({ version: "1", metadata: { url: resources.api.token } }),
      load: () => 1,
    });
    const blind = source("blind", {
      schema: z.number(),
      resources: { api },
      observe: ({ resources }) => {
        throw new Error(`refused ${resources.api.token}`);
      },
      load: () => 1,
    });
    const definitions = define({ include: [failing, telling, looking, blind] });
    await using instance = await createInstance(definitions, {
      store,
      secrets: (name) => (name === "API_TOKEN" ? token : undefined),
      log: (line) => void lines.push(line),
    });
    const run = await instance.materialize();
    expect(run.step(telling).outcome).toBe("SUCCEEDED");
    expect(await instance.value("telling")).toBe(token.length);
    expect(run.step(failing)).toMatchObject({ outcome: "FAILED", attempts: 2, reason: "GET /x?token=***", error: { cause: { message: "header ***" } } });
    const cells = await store.cells();
    expect(cells.get("telling")?.materialization?.metadata).toMatchObject({ url: "https://***@host", nested: [{ token: "***" }] });
    const all = [lines, await store.events("0", 1_000), await store.steps(run.runId), [...cells.values()], run].map((shown) => inspect(shown, { depth: 20 }));
    for (const text of all) for (const spelling of [token, encodeURIComponent(token)]) expect(text).not.toContain(spelling);
    expect(lines[0]?.message).toBe("using ***");
  });
});
