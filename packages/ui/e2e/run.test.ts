/** The page of a run: what went wrong, its steps and their time, following its log; retry and cancel; and the list of runs. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectAccessible, expectFitsNarrow, openRun, pictureOnFailure, soon, type Visit, visit } from "./visit.ts";
import { createWorks, type Works } from "./works.ts";

let works: Works;
let at: Visit;
beforeAll(async () => {
  works = createWorks();
  at = await visit(works.entry);
});
beforeEach(() => pictureOnFailure(at.page));
afterAll(async () => {
  await at?.[Symbol.asyncDispose]();
  works?.[Symbol.dispose]();
});

const byTestId = (id: string) => at.page.getByTestId(id);
const text = (id: string) => () => byTestId(id).innerText();
const step = (key: string) => at.page.locator(`[data-testid="run-step"][data-asset="${key}"]`);
const status = (label: string) => at.page.locator("main").getByText(label, { exact: true }).first();
const search = (): URLSearchParams => new URL(at.page.url()).searchParams;
const newestRun = async (): Promise<string> => {
  const answer = await fetch(`${at.running.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ runs(first: 1) { edges { node { id } } } }" }),
  });
  const { data } = (await answer.json()) as { data: { runs: { edges: { node: { id: string } }[] } } };
  return data.runs.edges[0]?.node.id ?? "";
};
const openRuns = async (): Promise<number> => {
  const answer = await fetch(`${at.running.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ runs(first: 1, status: [QUEUED, RUNNING]) { edges { node { id } } } }" }),
  });
  const { data } = (await answer.json()) as { data: { runs: { edges: readonly object[] } } };
  return data.runs.edges.length;
};
/** Launches it from the lineage page, and opens the page of the run. */
const launch = async (asset: string): Promise<void> => {
  await at.go(`/?asset=${encodeURIComponent(asset)}&plan=open`);
  await byTestId("confirm-plan").and(at.page.locator(":not([aria-disabled='true']):not([disabled])")).click();
  await openRun(at.page);
  await byTestId("run-outcome").waitFor();
};

describe("a run that fails", () => {
  test("what failed alike is told once, with the steps and the way to their logs", async () => {
    expect(await at.materialize("parts/**")).toBe(1);
    await at.go("/runs");
    await byTestId("run-row").first().getByRole("link").click();
    await expect.poll(() => byTestId("run-failure").count(), soon).toBe(1);
    expect(await byTestId("run-failure").innerText()).toMatch(/out of ink[\s\S]*2 steps:[\s\S]*parts\/left[\s\S]*parts\/right/);
    expect(await step("parts/left").innerText()).toMatch(/Failed[\s\S]*2 attempts/);
    expect(await step("parts/whole").innerText()).toMatch(/parts\/(left|right) failed/);
    await expectAccessible(at.page);
    await expectFitsNarrow(at.page);
  });

  test("steps are filtered by their outcome, and the address keeps it", async () => {
    await at.page.getByRole("button", { name: /^Failed 2/ }).click();
    await expect.poll(() => byTestId("run-step").count(), soon).toBe(2);
    expect(search().getAll("outcome")).toEqual(["FAILED"]);
    await at.page.reload();
    await expect.poll(() => byTestId("run-step").count(), soon).toBe(2);
    await at.page.getByRole("button", { name: /^Failed 2/ }).click();
    await expect.poll(() => byTestId("run-step").count(), soon).toBe(5);
  });

  test("a word that says too little is explained", async () => {
    await step("parts/whole").getByTestId("explained").click();
    await expect.poll(() => at.page.getByRole("dialog").innerText(), soon).toContain("Something upstream failed");
    await at.page.keyboard.press("Escape");
  });

  test("the axis of time has a bar for what ran and a mark for what did not", async () => {
    await at.page.getByRole("tab", { name: "Time" }).click();
    await expect.poll(() => byTestId("run-bar").count(), soon).toBe(5);
    expect(await at.page.locator('[data-testid="run-bar"][data-asset="parts/left"]').innerText()).toMatch(/parts\/left/);
    expect(search().get("tab")).toBe("time");
    await expectAccessible(at.page);
    await expectFitsNarrow(at.page);
  });

  test("a bar leads to the log of its step, with its attempts", async () => {
    await at.page.locator('[data-testid="run-bar"][data-asset="parts/left"]').click();
    await expect
      .poll(() => byTestId("log-line").allInnerTexts(), soon)
      .toEqual([expect.stringMatching(/#1[\s\S]*attempt 1/), expect.stringMatching(/#2[\s\S]*attempt 2/)]);
    await at.page.goBack();
    await byTestId("run-timeline").waitFor();
  });

  test("a retry from the failure runs what is left, and says what it repeats", async () => {
    works.setMended(true);
    await byTestId("retry-failure").click();
    await at.page.getByText("Retry of").waitFor();
    await expect.poll(() => status("Succeeded").isVisible(), { timeout: 30_000 }).toBe(true);
    const keys = await Promise.all((await byTestId("run-step").all()).map((one) => one.getAttribute("data-asset")));
    expect(keys).toEqual(["parts/left", "parts/right", "parts/whole"]);
    expect(await byTestId("retry-failure").count()).toBe(0);
    expect(await byTestId("retry-start").isEnabled()).toBe(true);
  });

  test("a failed check fails the run, and is named at the step that did its work", async () => {
    works.setUnsound(true);
    expect(await at.materialize("parts/checked", "--mode", "all")).toBe(1);
    await at.go(`/runs/${await newestRun()}`);
    await expect.poll(text("run-failure"), soon).toMatch(/check "positive" failed/);
    expect(await step("parts/checked").innerText()).toMatch(/Succeeded[\s\S]*Failed check: positive/);
    await step("parts/checked").getByRole("link", { name: "Materialization" }).click();
    await expect.poll(() => byTestId("checks").innerText(), soon).toContain("positive");
  });
});

describe("a run that goes on", () => {
  test("the log is followed until the reader scrolls away from its end, and again on demand", async () => {
    await launch("work/slow");
    await at.page.getByRole("tab", { name: "Logs" }).click();
    const log = byTestId("log");
    const distance = () => log.evaluate((element) => Math.round(element.scrollHeight - element.scrollTop - element.clientHeight));
    await expect.poll(async () => Number(await log.getAttribute("data-lines")), { timeout: 60_000 }).toBeGreaterThan(60);
    await expect.poll(distance, soon).toBeLessThan(30);
    await log.hover();
    await at.page.mouse.wheel(0, -600);
    await byTestId("log-jump").waitFor();
    const lines = Number(await log.getAttribute("data-lines"));
    await expect.poll(async () => Number(await log.getAttribute("data-lines")), soon).toBeGreaterThan(lines + 10);
    expect(await distance()).toBeGreaterThan(300);
    await byTestId("log-jump").click();
    await expect.poll(distance, soon).toBeLessThan(30);
    await expectAccessible(at.page);
  });

  test("a page that is loaded anew in the middle of it goes on", async () => {
    await at.page.reload();
    await expect.poll(async () => Number(await byTestId("log").getAttribute("data-lines")), soon).toBeGreaterThan(60);
    await at.page.getByRole("tab", { name: "Steps" }).click();
    await expect.poll(() => step("work/slow").innerText(), soon).toMatch(/Running[\s\S]*\d+ %/);
    works.setGo(true);
    await expect.poll(() => status("Succeeded").isVisible(), { timeout: 30_000 }).toBe(true);
    works.setGo(false);
  });

  test("it is cancelled once that is confirmed; a retry takes up what it left", async () => {
    await byTestId("retry-start").click();
    await at.page.getByText("Retry of").waitFor();
    await at.go(`/?asset=${encodeURIComponent("work/slow")}&plan=open`);
    await byTestId("plan-panel").getByText("Run even what is fresh").click();
    await byTestId("confirm-plan").and(at.page.locator(":not([aria-disabled='true']):not([disabled])")).click();
    await openRun(at.page);
    await expect.poll(() => step("work/slow").getAttribute("data-outcome"), { timeout: 30_000 }).toBe("RUNNING");
    await byTestId("cancel-run").click();
    await at.page.getByRole("button", { name: "Keep it running" }).click();
    await byTestId("cancel-run").click();
    await byTestId("confirm-cancel").click();
    await expect.poll(() => step("work/slow").getAttribute("data-outcome"), { timeout: 30_000 }).toBe("CANCELLED");
    await byTestId("retry-failure").waitFor();
  });
});

describe("the list of runs", () => {
  test("it is filtered by status and asset, and the address keeps that", async () => {
    await at.go("/runs");
    await byTestId("run-row").first().waitFor();
    await at.page.getByLabel("Status").selectOption("FAILED");
    await expect.poll(() => byTestId("run-row").count(), soon).toBe(2);
    await at.page.getByLabel("Asset", { exact: true }).fill("parts/left");
    await at.page.keyboard.press("Enter");
    await expect.poll(() => byTestId("run-row").count(), soon).toBe(1);
    expect(at.page.url()).toMatch(/\?status=FAILED&asset=parts%2Fleft$/);
    await at.page.reload();
    await expect.poll(() => byTestId("run-row").count(), soon).toBe(1);
    await expectAccessible(at.page);
    await expectFitsNarrow(at.page);
    await at.go("/runs?asset=no/such");
    await expect.poll(() => at.page.locator("main").innerText(), soon).toContain("No run matches");
    await at.page.getByRole("button", { name: "Show all runs" }).click();
    await byTestId("run-row").first().waitFor();
  });

  test("more than a page is loaded on demand, and a run that starts elsewhere appears by itself", async () => {
    const query = 'mutation { materialize(input: { select: "parts/first", observe: false }) { run { id } problems { message } } }';
    for (let run = 0; run < 50; run += 1) {
      await fetch(`${at.running.url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query }) });
    }
    await expect.poll(() => byTestId("run-row").count(), { timeout: 30_000 }).toBe(50);
    // rows that still change move what is below them
    await expect.poll(openRuns, { timeout: 60_000 }).toBe(0);
    await at.page.getByRole("button", { name: "Load more" }).click();
    await expect.poll(() => byTestId("run-row").count(), soon).toBeGreaterThan(50);
    await expect.poll(text("runs-count"), soon).toMatch(/^All /);
  });
});
