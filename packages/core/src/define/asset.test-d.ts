/** What must and must not compile. Each wrong case says why it is one. */
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { csvFile } from "../io/csv-file.ts";
import { jsonFile } from "../io/json-file.ts";
import type { Table } from "../model/table.ts";
import { asset } from "./asset.ts";
import { define } from "./define.ts";
import { env } from "./extra-input.ts";
import { retryAfter, terminal } from "./failure.ts";
import { from, unloaded } from "./from.ts";
import { resource, secret } from "./resource.ts";
import { source } from "./source.ts";
import { table } from "./table.ts";

const Day = z.object({ date: z.iso.date(), temp: z.coerce.number() });
const Station = z.object({ id: z.string(), height: z.number() });
const day = source("raw/day", { schema: Day, observe: () => "1", load: () => ({ date: "2012-01-01", temp: "12" }) });
const stations = source("raw/stations", csvFile("stations.csv", Station));
const clean = asset("w/clean", {
  inputs: { day, stations },
  config: z.object({ max: z.number().default(50) }),
  params: { path: "orders", pageSize: 100 },
  output: Day,
  run: ({ day }, { config }) => ({ date: day.date, temp: Math.min(day.temp, config.max) }),
});
const tall = asset("w/tall", {
  inputs: { stations },
  output: table(Station),
  run: async ({ stations }) => (await stations.rows()).filter((station) => station.height > 2),
});

describe("the inputs of `run`", () => {
  it("are the outputs of the upstream schemas, and tables are handles", () => {
    asset("x", {
      inputs: { day, stations, clean, tall },
      output: z.void(),
      run: (inputs) => {
        expectTypeOf(inputs.day).toEqualTypeOf<{ date: string; temp: number }>();
        expectTypeOf(inputs.clean).toEqualTypeOf<{ date: string; temp: number }>();
        expectTypeOf(inputs.stations).toEqualTypeOf<Table<{ id: string; height: number }>>();
        expectTypeOf(inputs.tall.columns).toEqualTypeOf<readonly string[]>();
        expectTypeOf(inputs.tall.stream()).toEqualTypeOf<AsyncIterable<{ id: string; height: number }>>();
      },
    });
  });

  it("are what a view gives, and nothing where they are not loaded", () => {
    asset("x", {
      inputs: {
        temp: from(clean, { schema: z.object({ temp: z.number().transform(String) }) }),
        ids: from(stations, { schema: table(z.object({ id: z.string() })) }),
        slow: from(stations, { triggers: false }),
        order: unloaded(clean),
      },
      output: z.void(),
      run: (inputs) => {
        expectTypeOf(inputs.temp).toEqualTypeOf<{ temp: string }>();
        expectTypeOf(inputs.ids).toEqualTypeOf<Table<{ id: string }>>();
        expectTypeOf(inputs.slow).toEqualTypeOf<Table<{ id: string; height: number }>>();
        expectTypeOf(inputs.order).toEqualTypeOf<undefined>();
      },
    });
  });

  it("hold no input that was not declared", () => {
    // @ts-expect-error  `cleen` is misspelled
    asset("x", { inputs: { clean }, output: z.number(), run: ({ cleen }) => cleen });
    // @ts-expect-error  a row has no column `hight`
    asset("x", { inputs: { stations }, output: z.array(z.number()), run: async ({ stations }) => (await stations.rows()).map((row) => row.hight) });
  });

  it("are assets", () => {
    // @ts-expect-error  a key is not an asset
    asset("x", { inputs: { clean: "w/clean" }, output: z.number(), run: () => 1 });
    // @ts-expect-error  a promise of an asset is not an asset
    asset("x", { inputs: { clean: Promise.resolve(clean) }, output: z.number(), run: () => 1 });
    // @ts-expect-error  neither is a schema
    asset("x", { inputs: { clean: Day }, output: z.number(), run: () => 1 });
  });
});

describe("the view of a consumer", () => {
  it("must accept what the upstream produces", () => {
    from(clean, { schema: z.object({ temp: z.coerce.string() }) });
    // @ts-expect-error  temp is a number, the view takes a string
    from(clean, { schema: z.object({ temp: z.string() }) });
    // @ts-expect-error  rows have no column `name`
    from(stations, { schema: table(z.object({ name: z.string() })) });
    // @ts-expect-error  one value is not a table
    from(clean, { schema: table(z.object({ temp: z.number() })) });
    // @ts-expect-error  a table is not one value
    from(stations, { schema: Station });
  });

  it("may transform rows", () => {
    const edge = from(stations, { schema: table(z.object({ height: z.number().transform(String) })) });
    expectTypeOf(edge.options.schema).not.toBeAny();
  });
});

describe("the context of `run`", () => {
  it("has config and params as they were declared", () => {
    asset("x", {
      config: z.object({ limit: z.number().default(3), name: z.string().optional() }),
      params: { path: "orders" },
      output: z.void(),
      run: (_, context) => {
        expectTypeOf(context.config).toEqualTypeOf<{ limit: number; name?: string | undefined }>();
        expectTypeOf(context.params.path).toEqualTypeOf<"orders">();
        expectTypeOf(context.signal).toEqualTypeOf<AbortSignal>();
        expectTypeOf(context.run).toEqualTypeOf<{ readonly id: string; readonly attempt: number }>();
        context.log.info("text", { count: 1 });
        context.progress(0.5, "half");
      },
    });
  });

  it("has no partition, since nothing is partitioned", () => {
    // @ts-expect-error  no partition on an unpartitioned asset
    asset("x", { inputs: { clean }, output: z.string(), run: (_, context) => context.partition.key });
    // @ts-expect-error  no config field that was not declared
    asset("x", { config: z.object({ a: z.number() }), output: z.string(), run: (_, { config }) => config.b });
  });
});

describe("what `run` returns", () => {
  it("is the input type of the output schema: rows in any form for a table", () => {
    const output = table(z.object({ id: z.string(), n: z.coerce.number(), at: z.string().default("now") }));
    asset("x", { output, run: () => [{ id: "a", n: "3" }] });
    asset("x", { output, run: async () => new Set([{ id: "a", n: 3 }]) });
    asset("x", {
      output,
      run: function* () {
        yield { id: "a", n: 3 };
      },
    });
    asset("x", {
      output,
      run: async function* () {
        yield { id: "a", n: 3 };
      },
    });
    asset("x", { inputs: { stations }, output: table(Station), run: ({ stations }) => stations });
  });

  it("does not compile where it does not fit", () => {
    // @ts-expect-error  a text is not a number
    asset("x", { output: z.number(), run: () => "x" });
    // @ts-expect-error  a promise of a text is not a number either
    asset("x", { output: z.number(), run: async () => "x" });
    // @ts-expect-error  one row is not a table
    asset("x", { output: table(Station), run: () => ({ id: "a", height: 1 }) });
    asset("x", {
      output: table(Station),
      run: () => [
        { id: "a", height: 1 },
        // @ts-expect-error  the error is one line at the row: height is missing
        { id: "b" },
      ],
    });
    asset("x", {
      output: table(Station),
      // @ts-expect-error  a generator of rows without a column
      run: function* () {
        yield { id: "b" };
      },
    });
  });
});

describe("resources", () => {
  const Config = z.object({ url: z.string(), size: z.number().default(3), token: z.string() });
  const db = resource({
    config: Config,
    values: { url: "postgres://x", token: secret("TOKEN") },
    open: ({ config, signal }) => {
      expectTypeOf(config).toEqualTypeOf<{ url: string; size: number; token: string }>();
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
      return { query: (sql: string) => [sql] };
    },
    close: (opened) => void opened.query("goodbye"),
  });
  const slow = resource({ open: async () => 3 });

  it("are what `open` gives, under the names that an asset or a source calls them by", () => {
    const user = asset("x", {
      resources: { db, slow },
      output: z.number(),
      dataVersion: (_, { resources }) => String(resources.slow.toFixed()),
      run: (_, { resources }) => {
        expectTypeOf(resources.db.query("x")).toEqualTypeOf<string[]>();
        expectTypeOf(resources.slow).toEqualTypeOf<number>();
        // @ts-expect-error  not declared
        resources.other;
        return resources.slow;
      },
    });
    source("y", {
      schema: z.number(),
      resources: { slow },
      observe: ({ resources }) => resources.slow.toFixed(),
      load: ({ resources }) => resources.slow,
    });
    // @ts-expect-error  none was declared
    asset("z", { output: z.number(), run: (_, { resources }) => resources.db });
    void user.invoke({}, { resources: { slow: 4 } });
    // @ts-expect-error  of another type
    void user.invoke({}, { resources: { slow: "4" } });
    // @ts-expect-error  not one of its resources
    void user.invoke({}, { resources: { fast: 4 } });
    // @ts-expect-error  a resource is made by resource()
    asset("x", { resources: { db: { open: () => 1 } }, output: z.number(), run: () => 1 });
  });

  it("take values of their config, or secrets", () => {
    // @ts-expect-error  a number is missing its type
    resource({ config: Config, values: { url: 3, token: secret("TOKEN") }, open: () => 1 });
    // @ts-expect-error  a value is missing
    resource({ config: Config, values: { url: "x" }, open: () => 1 });
    // @ts-expect-error  how is it opened?
    resource({ config: Config });
    // @ts-expect-error  `close` is given what `open` gave
    resource({ open: () => 1, close: (value: string) => void value });
    define({ include: [clean], resources: { db: slow } });
    // @ts-expect-error  a resource, not a value
    define({ include: [clean], resources: { db: 3 } });
  });
});

describe("limits", () => {
  it("say how long and how often", () => {
    asset("x", { output: z.number(), timeout: "30s", retry: { attempts: 3, delay: "1s", backoff: "linear", jitter: false }, run: () => 1 });
    source("x", { schema: z.number(), timeout: "5m", observe: () => "1", load: () => 1 });
    expectTypeOf(terminal(new Error("x"))).toEqualTypeOf<Error>();
    expectTypeOf(retryAfter("2m", "text")).toEqualTypeOf<Error>();
    retryAfter(30);
    // @ts-expect-error  a timeout is a text with its unit
    asset("x", { output: z.number(), timeout: 30, run: () => 1 });
    // @ts-expect-error  how often?
    asset("x", { output: z.number(), retry: { delay: "1s" }, run: () => 1 });
    // @ts-expect-error  no such backoff
    asset("x", { output: z.number(), retry: { attempts: 3, backoff: "quadratic" }, run: () => 1 });
    // @ts-expect-error  a source is looked at again and again anyway
    source("x", { schema: z.number(), retry: { attempts: 3 }, observe: () => "1", load: () => 1 });
  });
});

describe("the spec", () => {
  it("has no keys that are not there yet, or misspelled", () => {
    // @ts-expect-error  not supported yet
    asset("x", { output: z.number(), run: () => 1, batch: { maxPartitions: 3 } });
    // @ts-expect-error  `descripton`
    asset("x", { output: z.number(), run: () => 1, descripton: "x" });
    // @ts-expect-error  a date is not JSON
    asset("x", { output: z.number(), run: () => 1, params: { at: new Date() } });
    asset("x", { output: z.number(), run: () => 1, metadata: { licence: "CC0", years: [2015, 2016], contact: { mail: "ada@example.org" } } });
    // @ts-expect-error  neither is it metadata
    asset("x", { output: z.number(), run: () => 1, metadata: { since: new Date() } });
    // @ts-expect-error  `output` is missing
    asset("x", { run: () => 1 });
    // @ts-expect-error  a data version is a string
    asset("x", { output: z.number(), run: () => 1, dataVersion: (value) => value });
    // @ts-expect-error  no such column
    table(Station, { versionIgnore: ["hight"] });
    // @ts-expect-error  rows are objects
    table(z.number());
  });

  it("of a source has an observation and a load that fit", () => {
    source("x", { ...jsonFile("x.json", Station), description: "Stations." });
    source("x", {
      schema: Day,
      observe: async () => ({ version: "1", metadata: { rows: 3 } }),
      load: (_context) => ({ value: { date: "", temp: 1 }, version: "1" }),
    });
    source("x", {
      schema: Day,
      config: z.object({ url: z.string() }),
      observe: ({ config }) => config.url,
      load: ({ version, root }) => ({ date: version, temp: root }),
    });
    // @ts-expect-error  a version is a string
    source("x", { schema: Day, observe: () => 1, load: () => ({ date: "", temp: 1 }) });
    // @ts-expect-error  the date is missing
    source("x", { schema: Day, observe: () => "1", load: () => ({ temp: 1 }) });
  });
});

describe("invoke", () => {
  it("is typed: rows for tables, the config's input, the output", async () => {
    expectTypeOf(await clean.invoke({ day: { date: "", temp: 1 }, stations: [{ id: "a", height: 1 }] }, { config: { max: 9 } })).toEqualTypeOf<{
      date: string;
      temp: number;
    }>();
    expectTypeOf(await tall.invoke({ stations: [] })).toEqualTypeOf<Table<{ id: string; height: number }>>();
    // @ts-expect-error  temp is a number
    void clean.invoke({ day: { date: "", temp: "1" }, stations: [] });
    // @ts-expect-error  height is missing
    void tall.invoke({ stations: [{ id: "a" }] });
    // @ts-expect-error  stations are missing
    void clean.invoke({ day: { date: "", temp: 1 } });
    // @ts-expect-error  max is a number
    void clean.invoke({ day: { date: "", temp: 1 }, stations: [] }, { config: { max: "9" } });
    // @ts-expect-error  a source cannot be invoked
    void day.invoke({});
  });

  it("needs no value for what is not loaded", () => {
    const late = asset("x", { inputs: { clean: unloaded(clean) }, output: z.void(), run: () => {} });
    void late.invoke({});
  });
});

describe("extra inputs", () => {
  it("are globs and variables of the environment, by `env`", () => {
    const spec = { output: z.void(), run: () => {} };
    asset("x", { ...spec, extraInputs: ["sql/*.sql", env("REGION")] });
    // @ts-expect-error  the value of a variable, which may not be set: env("REGION")
    asset("x", { ...spec, extraInputs: [process.env.REGION] });
    // @ts-expect-error  a list, even of one
    asset("x", { ...spec, extraInputs: "sql/*.sql" });
    // @ts-expect-error  names of packages
    define({ include: [], untrackedPackages: "pino" });
  });
});

describe("define", () => {
  it("takes assets, arrays, records and modules", () => {
    define({ include: [day, clean, [tall, [stations]], { mart: tall, list: [clean] }], config: { "w/clean": { max: 3 } } });
    // @ts-expect-error  a key is not an asset
    define({ include: ["w/clean"] });
    // @ts-expect-error  a promise must be awaited
    define({ include: [Promise.resolve(clean)] });
    // @ts-expect-error  config is JSON
    define({ include: [], config: { "w/clean": new Date() } });
  });

  it("takes assets that a factory made", () => {
    const endpoints = ["orders", "users"].map((path) =>
      asset(`api/${path}`, { params: { path, pageSize: 100 }, output: z.string(), run: (_, { params }) => params.path }),
    );
    define({ include: [endpoints] });
  });
});
