import { expect, it } from "vitest";
import { z } from "zod";
import { materialize } from "../materialize.ts";
import { asset } from "./asset.ts";
import { table } from "./table.ts";
import { unparsed } from "./unparsed.ts";

const Order = z.object({ id: z.string(), total: z.coerce.number() });
const fetched = (text: string): unknown => JSON.parse(text);
const order = (text: string) => asset("api/order", { output: Order, run: async () => unparsed(fetched(text)) });
const orders = (text: string) => asset("api/orders", { output: table(Order), run: () => unparsed(fetched(text)) });

it("what came from outside is parsed by the output schema, in runs and in `invoke`", async () => {
  const [one, many] = [order('{"id":"a","total":"3","more":true}'), orders('[{"id":"a","total":"3"}]')];
  const result = await materialize([one, many]);
  expect(result.value(one)).toEqual({ id: "a", total: 3 });
  expect(await result.value(many).rows()).toEqual([{ id: "a", total: 3 }]);
  expect(await one.invoke({})).toEqual({ id: "a", total: 3 });
  expect(await (await many.invoke({})).rows()).toEqual([{ id: "a", total: 3 }]);
});

it("what does not fit is an error with its row and path", async () => {
  const many = orders('[{"id":"a","total":1},{"id":5,"total":1}]');
  const result = await materialize([many]);
  expect(result.step(many)).toMatchObject({ outcome: "FAILED", error: { code: "SCHEMA_MISMATCH", message: expect.stringContaining("in row 2 at id") } });
  await expect(order("[]").invoke({})).rejects.toMatchObject({ name: "SchemaError", side: "output" });
});

it("data that only looks like it is data", async () => {
  const Looks = z.object({ kind: z.literal("unparsed"), value: z.number() });
  expect(await asset("x", { output: Looks, run: () => ({ kind: "unparsed" as const, value: 3 }) }).invoke({})).toEqual({ kind: "unparsed", value: 3 });
});
