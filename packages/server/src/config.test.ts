import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("an empty environment means the defaults", () => {
  expect(readConfig({})).toEqual({
    host: null,
    port: null,
    token: null,
    databaseUrl: null,
    fault: null,
    importTimeoutMs: 60_000,
    colors: "terminal",
    isDumb: false,
  });
});

test("an empty variable counts as not set", () => {
  expect(readConfig({ HEADWATER_PORT: "", HEADWATER_TOKEN: "", DATABASE_URL: "" })).toMatchObject({ port: null, token: null, databaseUrl: null });
});

test("a wrong value is refused by the name of its variable, with what is allowed", () => {
  expect(() => readConfig({ HEADWATER_PORT: "http" })).toThrow('HEADWATER_PORT was given "http"; it takes a port number from 0 to 65535.');
  expect(() => readConfig({ HEADWATER_PORT: "70000" })).toThrow("a port number from 0 to 65535");
  expect(() => readConfig({ HEADWATER_IMPORT_TIMEOUT: "0" })).toThrow(
    'HEADWATER_IMPORT_TIMEOUT was given "0"; it takes a number of seconds above 0, at most 86400 (a day).',
  );
  expect(() => readConfig({ HEADWATER_FAULT_POINT: "after-claim:0" })).toThrow("HEADWATER_FAULT_POINT");
});

test("a wrong database URL is not repeated in whole: it may hold a password", () => {
  expect(() => readConfig({ DATABASE_URL: "mysql://me:secret@host/db" })).toThrow(/^DATABASE_URL was given "mysql:\/\/\.\.\."/);
  expect(() => readConfig({ DATABASE_URL: "mysql://me:secret@host/db" })).not.toThrow(/secret/);
});

test("a fault point is armed for its first pass, or for the one that is named", () => {
  expect(readConfig({ HEADWATER_FAULT_POINT: "after-claim" }).fault).toEqual({ point: "after-claim", pass: 1 });
  expect(readConfig({ HEADWATER_FAULT_POINT: "after-claim:3" }).fault).toEqual({ point: "after-claim", pass: 3 });
});

test("NO_COLOR wins over FORCE_COLOR", () => {
  expect(readConfig({ NO_COLOR: "1", FORCE_COLOR: "1" }).colors).toBe("never");
  expect(readConfig({ FORCE_COLOR: "1" }).colors).toBe("always");
  expect(readConfig({ FORCE_COLOR: "0" }).colors).toBe("never");
});
