/** What is done by hand from the command line, by the program itself: accept and wipe. */
import pg from "pg";
import { expect, test, vi } from "vitest";
import { AcceptedShape, WipedShape } from "./cli-shapes.ts";
import { csv, json, weatherProject, world } from "./cli-world.ts";
import { startHeadwater } from "./headwater-process.ts";

// each command is a process of its own
vi.setConfig({ testTimeout: 180_000 });

/** Kind, note and author of the events that people made. */
async function madeByHand(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("select kind, asset, data from headwater.events where kind in ('accepted', 'wiped') order by seq");
  await client.end();
  return rows as readonly { readonly kind: string; readonly asset: string; readonly data: { readonly by: string; readonly note: string | null } }[];
}

test("an edit that needs no recomputation is accepted with a note, before any worker knows of it, and nothing runs", async () => {
  await using it = await world(weatherProject);
  expect((await it.run("materialize")).code).toBe(0);
  await it.project.write("headwater.config.ts", (await it.project.read("headwater.config.ts")).replace("day.temp >", "0 + day.temp >"));
  const statuses = async () => json(await it.run("status", "--json")).cells.map(({ status }: { status: string }) => status);
  expect(await statuses()).toEqual(["FRESH", "STALE", "UPSTREAM_STALE"]);

  expect(await it.run("accept", "w/hot")).toMatchObject({ code: 2, stderr: expect.stringContaining("required option '--note <text>' not specified") });
  expect(await it.run("accept", "--note", "why")).toMatchObject({ code: 2, stderr: expect.stringContaining("missing required argument 'selection'") });
  const accepted = await it.run("accept", "w/*", "--note", "only written differently", "--json");
  expect([accepted.code, AcceptedShape.parse(json(accepted))]).toEqual([0, { accepted: [{ asset: "w/hot", partition: null }] }]);
  expect(await statuses()).toEqual(["FRESH", "FRESH", "FRESH"]);
  expect(await madeByHand(it.database.url)).toMatchObject([{ asset: "w/hot", data: { by: expect.stringMatching(/./), note: "only written differently" } }]);
  expect((await it.run("materialize")).stdout).toBe("Nothing to do.\n");
  expect(await it.project.ran()).toEqual({ "w/hot": 1, "w/count": 1 });
  expect(await it.run("accept", "w/*", "--note", "again")).toMatchObject({ code: 0, stdout: "Nothing to accept: none of these is stale.\n" });
});

test("what is missing cannot be accepted: exit 2, and nothing was", async () => {
  await using it = await world(weatherProject);
  const refused = await it.run("accept", "w/*", "--note", "why", "--json");
  expect([refused.code, json(refused).problems]).toMatchObject([2, [{ code: "ACCEPT_REFUSED", message: expect.stringContaining("w/hot (missing)") }]]);
  expect(await it.run("accept", "w/*", "--note", "why", "--partition", "x")).toMatchObject({ code: 2, stderr: expect.stringContaining("is partitioned") });
});

test("wiping says what it would wipe and needs a yes; what is wiped is missing and computed anew, once", async () => {
  await using it = await world(weatherProject);
  expect(await it.run("wipe", "*", "--yes")).toMatchObject({ code: 0, stdout: "Nothing to wipe: none of these is materialized.\n" });
  expect((await it.run("materialize")).code).toBe(0);

  const refused = await it.run("wipe", "w/*", "--json");
  expect([refused.code, json(refused).problems]).toMatchObject([2, [{ code: "CONFIRMATION_NEEDED", message: expect.stringContaining("Wiping 2 assets") }]]);
  expect(refused.stderr).toContain("To be wiped: w/hot, w/count");
  const wiped = await it.run("wipe", "w/hot, raw/days", "--yes", "--note", "a broken sensor", "--json");
  expect([wiped.code, WipedShape.parse(json(wiped))]).toEqual([0, { wiped: [{ asset: "w/hot", partition: null }] }]);
  expect(await madeByHand(it.database.url)).toMatchObject([{ asset: "w/hot", data: { note: "a broken sensor" } }]);
  expect(json(await it.run("status", "--json")).cells.map(({ status }: { status: string }) => status)).toEqual(["FRESH", "MISSING", "UPSTREAM_STALE"]);
  expect((await it.run("value", "w/hot")).stderr).toContain("has no stored value");
  expect((await it.run("materialize")).code).toBe(0);
  expect(await it.project.ran()).toEqual({ "w/hot": 2, "w/count": 1 });
});

test("a worker's definitions count where one is running: an edit in the files is not accepted over its head", async () => {
  await using it = await world(weatherProject);
  expect((await it.run("materialize")).code).toBe(0);
  await using worker = startHeadwater(["worker"], { cwd: it.project.directory, databaseUrl: it.database.url });
  await worker.printed(/Worker /);
  await it.project.write("headwater.config.ts", (await it.project.read("headwater.config.ts")).replace("day.temp >", "0 + day.temp >"));
  expect(json(await it.run("accept", "w/*", "--note", "why", "--json"))).toEqual({ accepted: [] });
  await it.project.write("days.csv", csv.replace("31", "33"));
  expect(json(await it.run("status", "--observe", "--json"))).toMatchObject({
    comparedWith: "activated definitions",
    cells: [{}, { status: "STALE", causes: [{ code: "INPUT_CHANGED" }] }, {}],
  });
});
