import { createMemoryStore } from "@headwater/core/engine";
import { expect, test } from "vitest";
import { versionsOfOthers } from "./others-work.ts";

const worker = { tags: [], running: 1, codeLocation: "project", version: "1", host: "here", pid: 1 };
const me = { worker: "me", version: "new", isRetiring: false };

test("steps of older definitions are left to a worker that serves those, until that one is stopping", async () => {
  await using store = createMemoryStore();
  await store.heartbeat({ ...worker, id: "other", slots: 2, definitionsVersion: "old" });
  await store.heartbeat({ ...worker, id: "me", slots: 2, definitionsVersion: "new" });
  expect(await versionsOfOthers(store, me)).toEqual(["old"]);
  await store.heartbeat({ ...worker, id: "other", slots: 0, definitionsVersion: "old" });
  expect(await versionsOfOthers(store, me)).toEqual([]);
});
