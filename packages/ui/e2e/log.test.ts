/** The log of a run: its lines, the filter, links to lines however deep, taking it along. */
import { readFile } from "node:fs/promises";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { expectAccessible, expectFitsNarrow, pictureOnFailure, soon, type Visit, visit } from "./visit.ts";
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
/** Whether an element lies within the frame of the log. */
const isInSight = (line: Locator): Promise<boolean> =>
  line.evaluate((element) => {
    const [own, frame] = [element.getBoundingClientRect(), element.closest('[data-testid="log"]')?.getBoundingClientRect()];
    return frame !== undefined && own.top >= frame.top && own.bottom <= frame.bottom;
  });
const firstInSight = (): Promise<string> =>
  byTestId("log").evaluate((frame) => {
    const { top } = frame.getBoundingClientRect();
    const lines = [...frame.querySelectorAll<HTMLElement>('[data-testid="log-line"]')];
    return (
      lines
        .find((line) => line.getBoundingClientRect().bottom > top + 2)
        ?.innerText.split("\n")
        .join(" ") ?? ""
    );
  });

test("a run's log has every line with its level; level and text filter it", async () => {
  expect(await at.materialize("log/noise")).toBe(0);
  await at.go(`/runs/${await newestRun()}?tab=logs`);
  await expect.poll(() => byTestId("log-line").count(), soon).toBe(6);
  await at.page.getByLabel("Level").selectOption("WARN");
  await expect.poll(() => byTestId("log-line").count(), soon).toBeLessThan(4);
  await at.page.getByLabel("Level").selectOption("TRACE");
  await at.page.getByRole("searchbox", { name: "Search in the log" }).fill("SELDOM");
  await expect.poll(() => byTestId("log-line").allInnerTexts(), soon).toEqual([expect.stringContaining("a warning, seldom seen")]);
  expect(search().get("text")).toBe("SELDOM");
  await at.page.getByRole("searchbox", { name: "Search in the log" }).fill("nowhere");
  await expect.poll(() => at.page.locator("main").innerText(), soon).toContain("No line matches");
  await at.page.getByRole("searchbox", { name: "Search in the log" }).fill("");
  await expect.poll(() => byTestId("log-line").count(), soon).toBe(6);
});

test("fields open as JSON", async () => {
  await byTestId("log-line")
    .filter({ hasText: "nested" })
    .getByRole("button", { name: /^Fields/ })
    .click();
  await expect.poll(() => byTestId("log-line").filter({ hasText: "deep" }).locator("pre").innerText(), soon).toContain('"deep": true');
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
});

test("text that runs from right to left turns nothing round but itself: in a line, in its fields, in an error", async () => {
  const isolated = (of: Locator) => of.evaluate((element) => /isolate|plaintext/.test(getComputedStyle(element).unicodeBidi));
  const line = byTestId("log-line").filter({ hasText: "שלום" });
  expect(await isolated(line.locator("span", { hasText: "שלום" }).last())).toBe(true);
  expect(await at.materialize("parts/left", "--upstream")).toBe(1);
  const failed = await newestRun();
  await at.go(`/runs/${failed}`);
  expect(await isolated(byTestId("run-failure").locator("p", { hasText: "שלום" }))).toBe(true);
  expect(await isolated(byTestId("step-error").first().locator("bdi"))).toBe(true);
  await at.go("/runs?asset=log%2Fnoise");
  await byTestId("run-row").first().getByRole("link").first().click();
  await at.page.getByRole("tab", { name: "Logs" }).click();
  await expect.poll(() => byTestId("log-line").count(), soon).toBe(6);
});

test("a line has a link of its own", async () => {
  await byTestId("log-line").filter({ hasText: "seldom" }).getByTitle("Link to this line").click();
  expect(search().get("line")).not.toBeNull();
  await at.page.reload();
  await expect.poll(() => at.page.locator('[data-testid="log-line"][aria-current="true"]').innerText(), soon).toContain("seldom");
});

test("it can be downloaded as it is", async () => {
  const [download] = await Promise.all([at.page.waitForEvent("download"), at.page.getByRole("button", { name: "Download" }).click()]);
  const lines = (await readFile(await download.path(), "utf8")).split("\n");
  expect(lines.find((line) => line.includes("survived"))).toMatch(/^\d{4}-\S+Z ERROR log\/noise: an error that was survived \{"code":7\}$/);
});

test("it can be copied as it is; where the browser gives no clipboard, it says so", async () => {
  await at.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await at.page.getByRole("button", { name: "Copy", exact: true }).click();
  await at.page.getByRole("button", { name: "Copied" }).waitFor();
  const text = await at.page.evaluate(() => navigator.clipboard.readText());
  expect(text.split("\n").find((line) => line.includes("survived"))).toMatch(/^\d{4}-\S+Z ERROR log\/noise: an error that was survived \{"code":7\}$/);
  await at.page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true }));
  await at.page.getByRole("button", { name: "Copy", exact: true }).click();
  await at.page.getByText("The log could not be copied.").waitFor();
  expect(await at.page.locator("[data-sonner-toast]").last().innerText()).toContain("HTTPS");
});

test("of a hundred thousand lines only those in sight are in the document, and the last one is reached at once", async () => {
  expect(await at.materialize("log/many")).toBe(0);
  await at.go(`/runs/${await newestRun()}?tab=logs`);
  await expect.poll(() => byTestId("log-line").first().innerText(), soon).toContain("line 1");
  expect(await byTestId("log-line").count()).toBeLessThan(100);
  await byTestId("log-jump").click();
  await expect.poll(() => byTestId("log-line").last().innerText(), soon).toContain("line 100000");
  expect(await byTestId("log-line").count()).toBeLessThan(100);
  await byTestId("log-start").click();
  await expect.poll(() => byTestId("log-line").first().innerText(), soon).toMatch(/line 1$/);
  await at.page.getByRole("searchbox", { name: "Search in the log" }).fill("line 99999");
  await expect.poll(() => byTestId("log-line").allInnerTexts(), { timeout: 30_000 }).toEqual([expect.stringContaining("line 99999")]);
});

test("a link to a line deep in it opens it there, without reading what lies before; that comes as one scrolls up", async () => {
  await at.page.getByRole("searchbox", { name: "Search in the log" }).fill("line 50000");
  await expect.poll(() => byTestId("log-line").allInnerTexts(), { timeout: 30_000 }).toEqual([expect.stringMatching(/line 50000$|thousand/)]);
  await byTestId("log-line").getByTitle("Link to this line").click();
  await expect.poll(() => search().get("line"), soon).not.toBeNull();
  const line = search().get("line") ?? "";
  const pages: string[] = [];
  at.page.on("request", (request) => /query (Run|Step)Log/.test(request.postData() ?? "") && pages.push(request.postData() ?? ""));
  await at.go(`/runs/${await newestRun()}?tab=logs&line=${encodeURIComponent(line)}`);
  const linked = at.page.locator('[data-testid="log-line"][aria-current="true"]');
  await expect.poll(() => linked.innerText(), soon).toContain("line 50000");
  expect(await isInSight(linked)).toBe(true);
  expect(await byTestId("log-count").innerText()).toBe("2,000 lines read, and there are more before and after them.");
  expect(pages).toHaveLength(2);
  const log = byTestId("log");
  await log.evaluate((element) => element.scrollTo(0, 3_000));
  await expect.poll(() => log.getAttribute("data-lines"), soon).toBe("3000");
  // Whatever came in above: what was in sight is in sight.
  await expect.poll(() => firstInSight(), soon).toMatch(/line 491[12]\d$/);
  await byTestId("log-start").click();
  await expect.poll(() => byTestId("log-line").first().innerText(), soon).toMatch(/line 1$/);
  await at.page.getByRole("tab", { name: "Logs" }).click();
  await expectAccessible(at.page);
});

test("a link to a step that is not there shows the log of all, and says so", async () => {
  await at.go(`/runs/${await newestRun()}?tab=logs&step=9999`);
  await at.page.getByText("This run has no step with the number of this link.").waitFor();
  await expect.poll(() => byTestId("log-line").first().innerText(), soon).toMatch(/line 1$/);
});

test("a link to a line that is not there shows the log and says so", async () => {
  await at.go(`/runs/${await newestRun()}?tab=logs&line=nonsense`);
  await expect.poll(() => byTestId("log-count").innerText(), soon).toContain("The line of this link is not among them.");
  expect(await byTestId("log-line").first().innerText()).toMatch(/line 1$/);
});
