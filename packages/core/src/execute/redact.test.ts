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

  it("of several lines, one of which was cut off or printed by itself; and without the white space around it", () => {
    const key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\n{\n-----END KEY-----\n";
    const knowing = createRedactor();
    knowing.hide(key);
    knowing.hide(" token-12345\n");
    const failure = new Error(`refused: ${key}`);
    expect(knowing.text(failure.message.split("\n")[0] ?? "")).toBe("refused: ***");
    expect(knowing.text(inspect({ nested: { key } }))).not.toMatch(/BEGIN|MIIE|END/);
    expect(knowing.text("Bearer token-12345 {")).toBe("Bearer *** {");
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
});

it("knows nothing to hide at first", () => {
  const value = { secret };
  expect(createRedactor().json(value)).toBe(value);
  expect(createRedactor().text(secret)).toBe(secret);
});
