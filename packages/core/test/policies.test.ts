import { asset, define } from "@headwater/core";
import { createInstance, createMemoryStore } from "@headwater/core/engine";
import { expect, test } from "vitest";
import { z } from "zod";
import { policies } from "./policies.ts";

policies(async () => createMemoryStore());

test("a clock that is set back makes nothing stale or fresh, but for what has a maximum age", async () => {
  const clock = { now: Date.parse("2026-01-02T00:00:00Z") };
  const plain = asset("plain", { output: z.number(), run: () => 1 });
  const ageing = asset("ageing", { maxAge: "1h", output: z.number(), run: () => 1 });
  const instance = await createInstance(define({ include: [plain, ageing] }), { store: createMemoryStore(() => new Date(clock.now)) });
  const statuses = async () => (await instance.status()).map((cell) => cell.status);
  await instance.materialize();
  clock.now -= 24 * 3_600_000;
  expect(await statuses()).toEqual(["FRESH", "FRESH"]);
  clock.now += 26 * 3_600_000;
  expect(await statuses()).toEqual(["FRESH", "STALE"]);
  clock.now -= 2 * 3_600_000;
  expect(await statuses()).toEqual(["FRESH", "FRESH"]);
});

test("an asset without inputs is stale only by its code, its age or force", async () => {
  const clock = { now: 0 };
  const store = createMemoryStore(() => new Date(clock.now));
  const open = (code: string) =>
    createInstance(define({ include: [asset("alone", { codeVersion: code, maxAge: "1h", output: z.number(), run: () => 1 })] }), { store });
  const instance = await open("1");
  await instance.materialize();
  expect((await instance.materialize()).steps).toEqual([]);
  expect((await instance.materialize("*", { mode: "ALL" })).steps).toHaveLength(1);
  expect((await (await open("2")).why("alone")).causes.map((cause) => cause.code)).toEqual(["CODE_CHANGED"]);
  clock.now += 3_600_001;
  expect((await instance.why("alone")).causes.map((cause) => cause.code)).toEqual(["EXPIRED"]);
});
