import { expect, test } from "vitest";
import { parseStatuses } from "./runs-command.ts";

test("statuses are taken in any case, one or several", () => {
  expect(parseStatuses("failed")).toEqual(["FAILED"]);
  expect(parseStatuses("Running, queued")).toEqual(["RUNNING", "QUEUED"]);
});

test("a status that is none is refused with those that are", () => {
  expect(() => parseStatuses("failed,")).toThrow("It takes queued, running, cancelling, succeeded, failed, cancelled");
});
