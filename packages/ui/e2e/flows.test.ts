/** The ways through all pages: by keyboard alone, with the server killed on the way, and every page read by everyone on every screen. */
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
const press = (key: string) => at.page.keyboard.press(key);
const select = () => new URL(at.page.url()).searchParams.get("select");
const ranWithin = { timeout: 60_000 };

/** Presses Tab until the focus is on what the selector means. */
async function tabTo(selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await at.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await press("Tab");
  }
  throw new Error(`Tab does not lead to ${selector}.`);
}
const ask = async (query: string): Promise<unknown> => {
  const answer = await fetch(`${at.running.url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query }) });
  return ((await answer.json()) as { data: unknown }).data;
};

describe("by keyboard alone", () => {
  test("a selection is completed: a filter, its value, an operator, a key", async () => {
    await at.go("/");
    await at.page.locator('[data-asset="parts/first"]').first().waitFor();
    await tabTo('input[aria-label="Select assets"]');
    await at.page.keyboard.type("gr");
    await byTestId("selection-options").waitFor();
    await press("ArrowDown");
    await press("Enter");
    await expect
      .poll(() => at.page.getByRole("option").allInnerTexts(), soon)
      .toEqual([/group:log/, /group:parts/, /group:work/].map((one) => expect.stringMatching(one)));
    await press("ArrowDown");
    await press("ArrowDown");
    expect(await at.page.getByRole("option", { selected: true }).innerText()).toContain("group:parts");
    await expectAccessible(at.page);
    await press("Enter");
    await at.page.keyboard.type(" and left");
    await press("ArrowDown");
    await press("Enter");
    expect(await at.page.getByRole("combobox").inputValue()).toBe("group:parts and parts/left");
    for (let steps = 0; steps < " and parts/left".length + "rts".length; steps += 1) await press("ArrowLeft");
    for (let deleted = 0; deleted < 3; deleted += 1) await press("Delete");
    await press("ArrowDown");
    await press("Enter");
    expect(await at.page.getByRole("combobox").inputValue()).toBe("group:parts and parts/left");
    expect(await at.page.getByRole("combobox").evaluate((box: HTMLInputElement) => box.selectionStart)).toBe("group:parts".length);
    await press("Enter");
    await expect.poll(select, soon).toBe("group:parts and parts/left");
    await expect.poll(() => at.page.locator('[data-testid="lineage-graph"] [data-asset]').count(), soon).toBe(1);
  });

  test("what was selected lately is offered again; Escape closes the list and leaves the text", async () => {
    await at.page.waitForTimeout(1_600);
    await tabTo('input[aria-label="Select assets"]');
    await press("ControlOrMeta+a");
    await press("Delete");
    await press("Enter");
    await expect.poll(select, soon).toBeNull();
    await press("ArrowDown");
    await expect.poll(() => at.page.getByRole("option").first().innerText(), soon).toMatch(/group:parts and parts\/left\s+recent/);
    await press("Escape");
    await byTestId("selection-options").waitFor({ state: "detached" });
    await press("ArrowDown");
    await press("Enter");
    await expect.poll(select, soon).toBe("group:parts and parts/left");
  });

  test("from the graph to a run, its log and its retry", async () => {
    await at.go("/");
    await at.page.locator('[data-asset="parts/first"]').first().waitFor();
    await tabTo('[data-testid="lineage-graph"] [data-asset]');
    const focused = () => at.page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.asset);
    for (let moves = 0; moves < 12 && !(await focused())?.startsWith("parts/first"); moves += 1) await press("ArrowDown");
    expect(await focused()).toBe("parts/first");
    await press("Enter");
    await expect.poll(() => new URL(at.page.url()).searchParams.get("asset"), soon).toBe("parts/first");
    await tabTo('[data-testid="materialize-stale"]');
    await expect.poll(() => byTestId("materialize-stale").getAttribute("data-count"), soon).toBe("1");
    await press("Enter");
    await byTestId("plan-row").first().waitFor();
    await byTestId("confirm-plan").and(at.page.locator(":not([aria-disabled='true']):not([disabled])")).waitFor();
    await tabTo('[data-testid="confirm-plan"]');
    await press("Enter");
    await expect
      .poll(async () => (await byTestId("run-panel").isVisible()) && (await byTestId("run-panel").getAttribute("data-status")), ranWithin)
      .toBe("SUCCEEDED");
    await tabTo('[data-testid="run-panel"] a');
    await press("Enter");
    await byTestId("run-outcome").waitFor();
    await tabTo('[role="tab"][data-tab="steps"]');
    await press("ArrowRight");
    await press("ArrowRight");
    await press("Enter");
    await expect.poll(() => new URL(at.page.url()).searchParams.get("tab"), soon).toBe("logs");
    await expect.poll(() => at.page.locator("main").innerText(), soon).toContain("No step has logged anything.");
    const before = at.page.url();
    await at.page.reload();
    await tabTo('[data-testid="retry-start"]');
    await press("Enter");
    await at.page.getByText("Retry of").waitFor();
    expect(at.page.url()).not.toBe(before);
  });
});

test("a link to an asset or a run that is not there says so, and offers nothing that cannot be done", async () => {
  await at.go("/?asset=no%2Fsuch&plan=open");
  await expect.poll(() => byTestId("plan-panel").innerText(), soon).toContain('There is no asset "no/such"');
  await expect.poll(() => byTestId("confirm-plan").innerText(), soon).toBe("Nothing to confirm");
  expect(await byTestId("confirm-plan").getAttribute("aria-disabled")).toBe("true");
  await at.go("/?asset=no%2Fsuch");
  await expect.poll(() => byTestId("asset-panel").innerText(), soon).toMatch(/no\/such\s+not among those shown/);
  await at.go("/?run=none");
  await expect.poll(() => byTestId("run-panel").innerText(), soon).toContain("There is no such run.");
  expect(await byTestId("run-panel").getByRole("link").count()).toBe(0);
});

test("the server killed in the middle of a run: the page says so, and then goes on where it was", async () => {
  await at.go(`/?asset=${encodeURIComponent("work/slow")}&plan=open`);
  await byTestId("confirm-plan").and(at.page.locator(":not([aria-disabled='true']):not([disabled])")).click();
  await openRun(at.page);
  await at.page.getByRole("tab", { name: "Logs" }).click();
  const lines = async (): Promise<number> => Number(await byTestId("log").getAttribute("data-lines"));
  await expect.poll(lines, ranWithin).toBeGreaterThan(5);
  at.running.killServer();
  await byTestId("banner-disconnected").waitFor();
  const then = await lines();
  expect(then).toBeGreaterThan(5);
  await byTestId("banner-disconnected").waitFor({ state: "detached" });
  await expect.poll(lines, ranWithin).toBeGreaterThan(then);
  works.setGo(true);
  await expect.poll(() => at.page.locator("main").getByText("Succeeded", { exact: true }).first().isVisible(), ranWithin).toBe(true);
  await expect.poll(() => byTestId("log-line").last().innerText(), soon).toContain("done");
});

describe("every page, in light and dark, and 320 px wide", () => {
  let ids: { readonly run: string; readonly materialization: string };
  beforeAll(async () => {
    await at.materialize("parts/**");
    const data = (await ask(`{ runs(first: 1) { edges { node { id } } } asset(key: "parts/first") { latest { id } } }`)) as {
      runs: { edges: { node: { id: string } }[] };
      asset: { latest: { id: string } };
    };
    ids = { run: data.runs.edges[0]?.node.id ?? "", materialization: data.asset.latest.id };
  });

  test.each([
    "/overview",
    "/",
    "/?view=table",
    "/?plan=open",
    "/?asset=parts/left",
    `/?select=${encodeURIComponent("parts/( and")}`,
    "/catalog",
    "/catalog?group=group",
    "/assets/parts/left",
    "/assets/parts/first?tab=history",
    "/assets/no/such",
    "/materializations/:materialization",
    "/materializations/none",
    "/runs",
    "/runs?status=QUEUED",
    "/runs/:run",
    "/runs/:run?tab=time",
    "/runs/:run?tab=logs",
    "/runs/:run?tab=logs&step=9999",
    "/?asset=no/such&plan=open",
    "/?run=none",
    "/runs/none",
    "/nowhere",
  ])("%s", async (path) => {
    await at.go(path.replace(":run", ids.run).replace(":materialization", ids.materialization));
    await byTestId("connection").waitFor();
    await expect.poll(() => at.page.locator('[aria-label="Loading"], .animate-pulse').count(), soon).toBe(0);
    await expectAccessible(at.page);
    await expectFitsNarrow(at.page);
  });
});
