/** Runs from the command line, by the program itself: runs, run, cancel, retry. */
import { expect, test, vi } from "vitest";
import { CancelShape, ProblemsShape, RunShape, RunsShape } from "./cli-shapes.ts";
import { json, weather, world } from "./cli-world.ts";
import { headwater, startHeadwater } from "./headwater-process.ts";

// each command is a process of its own
vi.setConfig({ testTimeout: 180_000 });

const breaking = `${weather}
const broken = asset("x/broken", { inputs: { days }, output: z.number(), run: () => { ran("x/broken"); if (!existsSync(new URL("mended", import.meta.url))) throw new Error("no luck"); return 1; } });
const below = asset("x/below", { inputs: { broken }, output: z.number(), run: ({ broken }) => { ran("x/below"); return broken; } });
export default define({ include: [days, hot, count, broken, below] });`;

const idsOf = (document: { runs: readonly { runId: string }[] }): readonly string[] => document.runs.map((run) => run.runId);

test("a failed run is retried from the failure: only what is left runs, on the code as it is now; or from the start", async () => {
  await using it = await world(breaking);
  const failed = json(await it.run("materialize", "--json"));
  expect(failed.status).toBe("FAILED");
  await it.project.write("mended", "");

  const again = await it.run("retry", failed.runId.slice(0, -2), "--note", "mended", "--json");
  expect([again.code, RunShape.parse(json(again))]).toMatchObject([
    0,
    {
      status: "SUCCEEDED",
      retryOf: failed.runId,
      note: "mended",
      select: "x/broken, x/below",
      steps: [
        { asset: "x/broken", outcome: "SUCCEEDED" },
        { asset: "x/below", outcome: "SUCCEEDED" },
      ],
    },
  ]);
  expect(await it.project.ran()).toEqual({ "w/hot": 1, "w/count": 1, "x/broken": 2, "x/below": 1 });

  const nothing = await it.run("retry", json(again).runId, "--json");
  expect([nothing.code, ProblemsShape.parse(json(nothing)).problems]).toMatchObject([2, [{ code: "NOTHING_TO_RETRY", fix: expect.stringContaining("start") }]]);
  expect(await it.run("retry", failed.runId, "--from", "start")).toMatchObject({ code: 0, stdout: "Nothing to do.\n" });
  expect(await it.run("retry", failed.runId, "--from", "middle")).toMatchObject({ code: 2, stderr: expect.stringContaining("failure, start") });
  expect(await it.run("retry", "ffff")).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no run "ffff". The latest: "') });
});

test("runs come newest first, by status, asset and page, and a run by its id or a beginning of it", async () => {
  await using it = await world(breaking);
  const first = json(await it.run("materialize", "--json")).runId;
  const second = json(await it.run("materialize", "w/count", "--mode", "all", "--json")).runId;
  const list = async (...args: string[]) => {
    const ended = await it.run("runs", "--json", ...args);
    expect({ args, code: ended.code }).toEqual({ args, code: 0 });
    return RunsShape.parse(json(ended));
  };
  expect(await list()).toMatchObject({
    runs: [
      { runId: second, status: "SUCCEEDED", mode: "ALL", select: "w/count" },
      { runId: first, status: "FAILED", counts: { SUCCEEDED: 2, FAILED: 1, SKIPPED: 1 } },
    ],
    older: null,
  });
  expect(idsOf(await list("--status", "failed,cancelled"))).toEqual([first]);
  expect(idsOf(await list("--asset", "x/broken"))).toEqual([first]);
  expect(await list("--asset", "raw/days")).toEqual({ runs: [], older: null });
  const page = await list("--limit", "1");
  expect([idsOf(page), page.older]).toEqual([[second], second]);
  expect(idsOf(await list("--before", String(page.older)))).toEqual([first]);
  const told = await it.run("runs", "--limit", "1");
  expect([told.stdout, told.stderr]).toEqual([
    expect.stringMatching(new RegExp(`^${second} {2}succeeded {2}w/count {2}.*1 computed\n$`)),
    `There are older ones: --before ${second}\n`,
  ]);
  expect(await it.run("runs", "--status", "broken")).toMatchObject({ code: 2, stderr: expect.stringContaining("It takes queued, running, cancelling") });
  expect(await it.run("runs", "--asset", "w/hott")).toMatchObject({ code: 2, stderr: expect.stringContaining('Similar: "w/hot"') });

  const run = await it.run("run", first.slice(0, -1));
  expect(run).toMatchObject({ code: 0, stderr: "" });
  for (const says of [
    /^what is stale of \*, launched by cli-/,
    /\n✓ w\/hot {2}1 row {2}[\d.]+ m?s\n/,
    /\n✗ x\/broken {2}failed: no luck\n/,
    /\n↷ x\/below {2}skipped: x\/broken failed\n/,
    /x\/broken failed: no luck\n {2}at /,
  ])
    expect(run.stdout).toMatch(says);
  expect(RunShape.parse(json(await it.run("run", first, "--json")))).toMatchObject({
    status: "FAILED",
    steps: expect.arrayContaining([expect.objectContaining({ asset: "x/below" })]),
  });
  expect(await it.run("run", "0")).toMatchObject({ code: 2, stderr: expect.stringContaining(`More than one run begins with "0": "${second}", "${first}"`) });
});

const waiting = `
const slow = asset("a/slow", { output: z.number(), run: async (_, { signal }) => { ran("a/slow");
  while (!existsSync(new URL("go", import.meta.url))) { signal.throwIfAborted(); await new Promise((resolve) => setTimeout(resolve, 20)); } return 1; } });
const after = asset("a/after", { inputs: { slow }, output: z.number(), run: ({ slow }) => { ran("a/after"); return slow; } });
export default define({ include: [slow, after] });`;

test("a run that another process executes can be followed to its end, and cancelled; both by a beginning of its id", async () => {
  await using it = await world(waiting, {});
  const options = { cwd: it.project.directory, databaseUrl: it.database.url };
  await using executing = startHeadwater(["materialize"], options);
  await expect.poll(() => it.project.ran(), { timeout: 20_000 }).toEqual({ "a/slow": 1 });
  const [id = ""] = idsOf(json(await it.run("runs", "--json")));
  expect((await it.run("run", id)).stdout).toMatch(/▶ a\/slow {2}running: .*\n· a\/after {2}waiting: /);
  expect(await it.run("retry", id)).toMatchObject({ code: 2, stderr: expect.stringContaining("has not ended yet: RUNNING") });
  await using following = startHeadwater(["run", id.slice(0, -1), "--follow"], options);
  await following.printed(/what is stale of/);
  await it.project.write("go", "");
  expect(await following.ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/✓ a\/slow .*\n✓ a\/after .*\n.*succeeded/) });
  expect((await executing.ended).code).toBe(0);
  expect(await it.run("cancel", id)).toMatchObject({ code: 2, stderr: expect.stringContaining("has already ended: SUCCEEDED") });

  await it.project.remove("go");
  await using second = startHeadwater(["materialize", "--mode", "all"], options);
  await expect.poll(() => it.project.ran(), { timeout: 20_000 }).toMatchObject({ "a/slow": 2 });
  const [next = ""] = idsOf(json(await it.run("runs", "--limit", "1", "--json")));
  const cancelled = await it.run("cancel", next, "--json");
  expect([cancelled.code, CancelShape.parse(json(cancelled))]).toEqual([0, { runId: next, status: "CANCELLING" }]);
  expect(await second.ended).toMatchObject({ code: 1, stdout: expect.stringContaining("cancelled") });
  expect(await it.run("run", next, "--follow")).toMatchObject({ code: 1, stdout: expect.stringContaining("■ a/slow  cancelled: ") });
  expect(await it.project.ran()).toEqual({ "a/slow": 2, "a/after": 1 });
});

test("Ctrl-C stops following a run, and not the run: exit 130", async () => {
  await using it = await world(waiting, {});
  const options = { cwd: it.project.directory, databaseUrl: it.database.url };
  await using executing = startHeadwater(["materialize"], options);
  await expect.poll(() => it.project.ran(), { timeout: 20_000 }).toEqual({ "a/slow": 1 });
  const [id = ""] = idsOf(json(await it.run("runs", "--json")));
  await using following = startHeadwater(["run", id, "--follow"], options);
  await following.printed(/what is stale of/);
  following.kill("SIGINT");
  expect(await following.ended).toMatchObject({ code: 130, stderr: expect.stringContaining(`The run goes on. headwater cancel ${id} stops it.`) });
  await it.project.write("go", "");
  expect((await executing.ended).code).toBe(0);
});

const talking = `
const talk = asset("a/talk", { output: z.number(), run: async (_, { log, signal }) => { ran("a/talk");
  console.log("two\\nlines"); log.debug("details"); log.warn("careful \\u001b[2J", { count: 3 }); console.error("to the side");
  while (!existsSync(new URL("go", import.meta.url))) { signal.throwIfAborted(); await new Promise((resolve) => setTimeout(resolve, 20)); }
  log.info("gone on"); return 1; } });
export default define({ include: [talk] });`;

test("what steps logged and printed is shown by level, while the run goes and after", async () => {
  await using it = await world(talking, {});
  const options = { cwd: it.project.directory, databaseUrl: it.database.url };
  await using executing = startHeadwater(["materialize"], options);
  await expect.poll(() => it.project.ran(), { timeout: 20_000 }).toEqual({ "a/talk": 1 });
  const [id = ""] = idsOf(json(await it.run("runs", "--json")));
  await using following = startHeadwater(["run", id, "--follow", "--logs"], options);
  await following.printed(/to the side/);
  await it.project.write("go", "");
  const time = String.raw`\d\d:\d\d:\d\d\.\d{3} {2}a/talk {2}`;
  const lines = ["two\n {2}lines", "DEBUG {2}details", "WARN {2}careful {3}count=3", "ERROR {2}to the side", "gone on"];
  const followed = await following.ended;
  expect([followed.code, followed.stdout]).toEqual([0, expect.stringMatching(new RegExp(`${lines.map((line) => `${time}${line}\n`).join("")}✓ a/talk`))]);
  expect((await executing.ended).code).toBe(0);

  const warnings = await it.run("run", id, "--logs", "--level", "warn");
  expect(warnings.stdout).toMatch(new RegExp(`^what is stale.*\n${time}WARN.*\n${time}ERROR.*\nRun .* succeeded`));
  const { logs } = RunShape.parse(json(await it.run("run", id, "--logs", "--json")));
  expect(logs).toMatchObject([
    { asset: "a/talk", attempt: 1, level: "INFO", stream: "stdout", message: "two\nlines", fields: null },
    { level: "DEBUG", stream: "log", message: "details" },
    { level: "WARN", message: "careful ", fields: { count: 3 } },
    { level: "ERROR", stream: "stderr" },
    { level: "INFO", message: "gone on" },
  ]);
  expect(await it.run("run", id, "--level", "loud")).toMatchObject({ code: 2, stderr: expect.stringContaining("trace, debug, info, warn, error") });
});

test("a reader that stops early ends neither a run nor its exit code, and nothing is said about it", async () => {
  await using it = await world(breaking);
  const options = { cwd: it.project.directory, databaseUrl: it.database.url, shell: "| head -n 1; echo $PIPESTATUS" };
  expect(await headwater(["materialize", "w/*"], options)).toMatchObject({ stdout: "2 to run\n0\n", stderr: expect.not.stringContaining("EPIPE") });
  expect(await it.project.ran()).toEqual({ "w/hot": 1, "w/count": 1 });
  expect(await headwater(["materialize", "x/*"], options)).toMatchObject({ stdout: "2 to run\n1\n" });
  for (const command of ["status", "runs"]) expect(await headwater([command, "--json"], options)).toMatchObject({ stdout: "{\n0\n", stderr: "" });
});
