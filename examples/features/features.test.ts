/** What the documents quote from this folder does what they say. */
import { createServer } from "node:http";
import { asset, createInstance, define, httpResource, invokeAssets, materialize, source } from "@headwater/core";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { definitions as checked, total } from "./checks.ts";
import { clean, definitions as coded, months, report } from "./code-versions.ts";
import { model, split as outputs, definitions as split } from "./outputs.ts";
import { answers, orders as counted, opened, prices } from "./resources.ts";
import { orders, rates, shop } from "./sources.ts";

beforeEach(() => {
  answers.length = 0;
  opened.length = 0;
});

// #region pipeline
test("too few orders are kept from being read", async () => {
  const result = await materialize(checked, { sources: { "raw/orders": [{ id: 1, amount: 5_000 }] } });
  expect(result.step({ key: "shop/orders" }).outcome).toBe("SUCCEEDED");
  expect(result.step({ key: "shop/orders" }).failedChecks).toEqual(["complete"]);
  expect(result.step(total).outcome).toBe("BLOCKED");
});
// #endregion

test("enough orders are read, and a warning fails nothing", async () => {
  const result = await materialize(checked, { sources: { "raw/orders": [1, 2].map((id) => ({ id, amount: 5_000 })) } });
  expect(result.status).toBe("SUCCEEDED");
  expect(result.value(total)).toBe(10_000);
});

const counting = asset("shop/count", { inputs: { orders }, output: z.number(), run: async ({ orders }) => (await orders.rows()).length });

// #region history
test("a source of the same version is not loaded again", async () => {
  const instance = await createInstance(define({ include: [orders, counting] }));
  await instance.materialize();
  expect((await instance.materialize()).steps).toEqual([]);
  shop.revision += 1;
  expect((await instance.why("shop/count")).status).toBe("FRESH"); // nobody has looked yet
  await instance.observe();
  expect((await instance.why("shop/count")).causes.map(({ code }) => code)).toEqual(["INPUT_CHANGED"]);
});
// #endregion

test("one function makes both parts, and each is an asset", async () => {
  const given = [
    { x: 1, y: 1 },
    { x: 2, y: 4 },
    { x: 1, y: 4 },
  ];
  // #region invoke-assets
  const { train } = await invokeAssets(outputs, { rows: given });
  expect(await train.rows()).toHaveLength(2);
  // #endregion
  const result = await materialize(split, { sources: { "raw/rows": given } });
  expect(result.steps.map(({ asset }) => asset)).toEqual(["ml/split/train", "ml/split/test", "ml/model"]);
  expect(result.value(model)).toEqual({ slope: 3 });
});

test("a resource is opened with its secret, and a test gives its own", async () => {
  const options = { secrets: (name: string) => (name === "WAREHOUSE_PASSWORD" ? "hunter2hunter2" : undefined) };
  expect((await materialize([counted], options)).value(counted)).toBe(3);
  expect(opened).toEqual([{ url: "postgres://warehouse/main", password: "hunter2hunter2" }]);
  // #region fake
  const warehouse = { count: async () => 12, end() {} };
  expect(await counted.invoke({}, { resources: { warehouse } })).toBe(12);
  expect((await materialize([counted], { resources: { warehouse } })).value(counted)).toBe(12);
  // #endregion
  expect(opened).toHaveLength(1);
});

test("an answer that says when is tried again then; a refused token is not", async () => {
  answers.push({ status: 429, retryAfter: 0 }, { status: 200 });
  const lines: string[] = [];
  const result = await materialize([prices], { log: ({ message }) => lines.push(message) });
  expect(result.step(prices)).toMatchObject({ outcome: "SUCCEEDED", attempts: 2 });
  expect(lines).toEqual(["asking for prices", "the server answered 429", "asking for prices", "the server answered 200"]);
  answers.push({ status: 401 });
  expect((await materialize([prices], { log: () => {} })).step(prices)).toMatchObject({ outcome: "FAILED", attempts: 1 });
});

test("rates come from a server as they would from a file", async () => {
  expect(define({ include: [rates] }).byKey.has("raw/rates")).toBe(true);
  const server = createServer((_, response) => response.end("currency,rate\nEUR,1.1\n"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/rates.csv`;
  const local = source("raw/rates", httpResource(url, { format: "csv", schema: rates.schema }));
  const copy = asset("shop/rates", { inputs: { local }, output: rates.schema, run: ({ local }) => local });
  const result = await materialize([local, copy]);
  expect(await result.value(copy).rows()).toEqual([{ currency: "EUR", rate: 1.1 }]);
});

test("assets that are made of code, a list and files compute what they say", async () => {
  const result = await materialize(coded);
  expect(result.value(clean)).toEqual([10, 30]);
  expect(months.map((made) => result.value(made))).toEqual([3, 3]);
  expect(result.value(report)).toBe("Today it is {degrees} degrees.\n");
});
