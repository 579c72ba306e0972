/** Commands at a terminal that ask, or that show as much as fits a look. */
import { expect, test, vi } from "vitest";
import { json, weather, weatherProject, world } from "./cli-world.ts";
import { controlC, headwaterInTerminal } from "./pseudo-terminal.ts";

// each command is a process of its own
vi.setConfig({ testTimeout: 180_000 });

test("wipe asks at a terminal: only a yes wipes, and Ctrl-C is 130", async () => {
  await using it = await world(weatherProject);
  expect((await it.run("materialize")).code).toBe(0);
  const asked = (keys: string) => answered(it, keys);
  expect(await asked("n\r")).toEqual({ code: 0, says: expect.stringContaining("Nothing was wiped.") });
  expect(await asked("\r")).toEqual({ code: 0, says: expect.stringContaining("Nothing was wiped.") });
  expect(await asked(controlC)).toEqual({ code: 130, says: expect.not.stringContaining("wiped.") });
  expect(json(await it.run("status", "w/hot", "--json")).cells).toMatchObject([{ status: "FRESH" }]);
  expect(await asked("y\r")).toEqual({ code: 0, says: expect.stringMatching(/○ w\/hot\n1 asset wiped$/) });
  expect(json(await it.run("status", "w/hot", "--json")).cells).toMatchObject([{ status: "MISSING" }]);
});

async function answered({ project, database }: Awaited<ReturnType<typeof world>>, keys: string) {
  await using terminal = headwaterInTerminal(["wipe", "w/hot"], { cwd: project.directory, databaseUrl: database.url });
  await terminal.shows(/To be wiped: w\/hot\nWipe 1 asset\? \[y\/N\]/);
  terminal.press(keys);
  return { code: await terminal.ended, says: terminal.lines().join("\n") };
}

const shown = `${weather}
import { file } from "@headwater/core";

const wide = asset("o/wide", { output: table(z.object({ id: z.number(), text: z.string(), more: z.string(), last: z.string() })),
  run: () => Array.from({ length: 30 }, (_, id) => ({ id, text: "日本\\u001b[2Jred", more: "m".repeat(60), last: "end" })) });
const long = asset("o/long", { output: z.array(z.number()), run: () => Array.from({ length: 100 }, (_, n) => n) });
const image = asset("o/image", { output: file({ mediaType: "image/png" }), run: () => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255]) });
const note = asset("o/note", { output: file({ mediaType: "text/plain" }), run: () => Buffer.from("first\\u001b[31m line\\nsecond line\\n") });
export default define({ include: [wide, long, image, note] });`;

test("value at a terminal shows the first rows and columns that fit, the first lines, and no bytes that are not text", async () => {
  await using it = await world(shown);
  expect((await it.run("materialize")).code).toBe(0);
  const look = async (args: readonly string[], columns = 80): Promise<{ code: number; lines: readonly string[] }> => {
    await using terminal = headwaterInTerminal(["value", ...args], { cwd: it.project.directory, databaseUrl: it.database.url, columns });
    return { code: await terminal.ended, lines: terminal.lines() };
  };
  const { code, lines: table } = await look(["o/wide"]);
  expect([code, table[0], table[1], table.length]).toEqual([
    0,
    "id  text         more                                      last",
    "0   日本�[2Jred  mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm…  end",
    22,
  ]);
  expect(table.at(-1)).toBe("The first 20 of 30 rows: --all shows all; --output FILE exports them");
  const narrow = (await look(["o/wide"], 20)).lines;
  expect(narrow.slice(0, 2)).toEqual(["id  text", "0   日本�[2Jred"]);
  expect(narrow.join(" ")).toContain("no room for more, last");
  expect((await look(["o/wide", "--all"])).lines).toHaveLength(32);

  const long = await look(["o/long"]);
  expect([long.lines[0], long.lines.at(-1), long.lines.length]).toEqual(["[", "Cut after 40 lines. --all shows all, --output FILE exports it.", 41]);
  expect((await look(["o/long", "--all"])).lines).toHaveLength(102);
  expect(await look(["o/note"])).toEqual({ code: 0, lines: ["first�[31m line", "second line"] });
  expect(await look(["o/image"])).toMatchObject({
    code: 2,
    lines: [expect.stringContaining('The file of "o/image" (image/png, 6 bytes) is not text'), expect.anything(), expect.anything()],
  });
});
