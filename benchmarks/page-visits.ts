/** The pages that have much to show: how each is opened, and when its content is there. */
import type { Page } from "playwright-core";
import { require } from "./measure.ts";
import { needle, type PageData, type Size } from "./page-data.ts";

export interface Visit {
  readonly name: string;
  /** Up to here the clock does not run. */
  readonly before?: (page: Page, at: (path: string) => string) => Promise<unknown>;
  /** Resolves when the content is there. @throws Error where it is another content */
  readonly open: (page: Page, at: (path: string) => string) => Promise<unknown>;
}

const pageLength = 50;

export function visitsOf(data: PageData, size: Size): readonly Visit[] {
  const logPath = `/runs/${data.run}?tab=logs&step=${data.step}`;
  const openLog: Visit["open"] = (page, at) => page.goto(at(logPath), { waitUntil: "commit" }).then(() => lineWith(page, `Loaded batch 1 of ${size.lines}`));
  return [
    {
      name: "asset history",
      open: async (page, at) => {
        await page.goto(at(`/assets/${data.asset}?tab=history`), { waitUntil: "commit" });
        await page.getByTestId("curve").first().waitFor();
        await shows(page, "materialization", Math.min(size.materializations, pageLength));
      },
    },
    {
      name: "runs",
      open: async (page, at) => {
        await page.goto(at("/runs"), { waitUntil: "commit" });
        await shows(page, "run-row", Math.min(size.runs, pageLength));
      },
    },
    {
      name: "run",
      open: async (page, at) => {
        await page.goto(at(`/runs/${data.run}`), { waitUntil: "commit" });
        const step = page.getByTestId("run-step").first();
        await step.waitFor();
        // The headings of the waves count as lines.
        require(Number(await step.getAttribute("aria-setsize")) > size.steps, "the list has all steps");
      },
    },
    { name: "log, first lines", open: openLog },
    {
      name: "log, jump to the end",
      before: openLog,
      open: async (page) => {
        await page.getByTestId("log-jump").click();
        await lineWith(page, `Loaded batch ${size.lines} of ${size.lines}`);
      },
    },
    linkToMiddle(logPath, size),
    {
      name: "log, search to its end",
      before: async (page, at) => {
        await openLog(page, at);
        await page.getByRole("searchbox", { name: "Search in the log" }).focus();
      },
      open: async (page) => {
        await page.getByRole("searchbox", { name: "Search in the log" }).fill(needle);
        await page.keyboard.press("Enter");
        await page.locator('[data-testid="log"][data-lines="1"][data-end="true"]').waitFor();
        await lineWith(page, `The ${needle}`);
      },
    },
  ];
}

function linkToMiddle(logPath: string, { lines }: Size): Visit {
  const middle = `Loaded batch ${lines / 2} of ${lines}`;
  let line = "";
  return {
    name: "log, link into its middle",
    before: async (page, at) => {
      await page.goto(at(`${logPath}&text=${encodeURIComponent(middle)}`));
      const link = page.getByTestId("log-line").getByTitle("Link to this line");
      line = new URLSearchParams((await link.getAttribute("href")) ?? "").get("line") ?? "";
    },
    open: async (page, at) => {
      await page.goto(at(`${logPath}&line=${encodeURIComponent(line)}`), { waitUntil: "commit" });
      await lineWith(page, middle);
    },
  };
}

async function shows(page: Page, testId: string, count: number): Promise<void> {
  const rows = page.getByTestId(testId);
  await rows.nth(count - 1).waitFor();
  require((await rows.count()) === count, `the page shows ${count} of "${testId}"`);
}

const lineWith = (page: Page, text: string): Promise<void> => page.getByTestId("log-line").getByText(text).waitFor();
