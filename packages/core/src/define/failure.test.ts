import { describe, expect, it } from "vitest";
import { errorInfo } from "../model/error-info.ts";
import { adviceOf, retryAfter, terminal } from "./failure.ts";

describe("terminal and retryAfter", () => {
  it("give back the error itself, and nothing of the mark shows in the record", () => {
    const error = new TypeError("refused");
    const before = errorInfo(error);
    expect(terminal(error)).toBe(error);
    expect(errorInfo(error)).toEqual(before);
    expect(Object.keys(error)).toEqual([]);
    expect(adviceOf(error)).toEqual({ kind: "terminal", delayMs: null });
  });

  it.each([
    [90, 90_000],
    [0, 0],
    ["2m", 120_000],
    [Number.NaN, null],
    [-1, null],
    ["soon", null],
  ])("retryAfter(%o) is due after %o milliseconds", (delay, delayMs) => {
    expect(adviceOf(retryAfter(delay))).toEqual({ kind: "retryAfter", delayMs });
  });

  it("count where they are the cause of what was thrown", () => {
    expect(adviceOf(new Error("outer", { cause: terminal(new Error("inner")) }))).toMatchObject({ kind: "terminal" });
    expect(adviceOf(new Error("outer", { cause: new Error("inner") }))).toBeNull();
    const circle = new Error("circle");
    circle.cause = circle;
    expect(adviceOf(circle)).toBeNull();
  });

  it("take whatever was thrown, also what cannot be marked", () => {
    expect(terminal("just text")).toMatchObject({ message: "just text", cause: "just text" });
    const frozen = Object.freeze(new Error("frozen"));
    expect(terminal(frozen)).toMatchObject({ message: "frozen", cause: frozen });
    expect(adviceOf(terminal(undefined))).toMatchObject({ kind: "terminal" });
  });
});
