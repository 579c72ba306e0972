import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { errorInfo } from "../model/error-info.ts";
import { createRedactor } from "./redact.ts";

const secret = 'p@ss "word"/1';
const redactor = createRedactor();
redactor.hide(secret);
redactor.hide("p@ss");
redactor.hide("");

describe("a secret never passes", () => {
  it("in a text, however it is spelled", () => {
    expect(redactor.text(`the password is ${secret}.`)).toBe("the password is ***.");
    expect(redactor.text(`postgres://me:${encodeURIComponent(secret)}@host`)).toBe("postgres://me:***@host");
    expect(redactor.text(JSON.stringify({ secret }))).toBe('{"secret":"***"}');
    expect(redactor.text(`Basic ${Buffer.from(secret).toString("base64")}`)).toBe("Basic ***");
    expect(redactor.text("only p@ss, and p@ss")).toBe("only ***, and ***");
    expect(redactor.text("nothing of it")).toBe("nothing of it");
  });

  it("in an error, its stack and its causes", () => {
    const thrown = new Error(`outer ${secret}`, { cause: new TypeError("middle", { cause: new Error(`inner ${secret}`) }) });
    const info = redactor.error(errorInfo(thrown));
    expect(JSON.stringify(info)).not.toContain("p@ss");
    expect(info).toMatchObject({ message: "outer ***", cause: { name: "TypeError", message: "middle", cause: { message: "inner ***" } } });
    expect(info.stack).toContain("Error: outer ***");
  });

  it("in metadata, also as a name", () => {
    expect(redactor.json({ url: `x${secret}`, list: [1, null, [secret]], [secret]: true })).toEqual({ url: "x***", list: [1, null, ["***"]], "***": true });
  });

  it("in the fields of a log line: errors, instances, collections and circles", () => {
    class Connection {
      readonly password = secret;
    }
    const circle: Record<string, unknown> = { secret };
    circle.self = circle;
    const fields = { error: new Error(secret), connection: new Connection(), map: new Map([["a", secret]]), circle, deep: { a: [{ b: secret }] } };
    expect(inspect(redactor.value(fields), { depth: 20 })).not.toContain("p@ss");
    const harmless = { at: new Date(0), n: 1, list: [true] };
    expect(redactor.value(harmless)).toEqual(harmless);
    expect((redactor.value(harmless) as typeof harmless).at).toBe(harmless.at);
  });
});

it("knows nothing to hide at first", () => {
  const value = { secret };
  expect(createRedactor().value(value)).toBe(value);
  expect(createRedactor().text(secret)).toBe(secret);
});
