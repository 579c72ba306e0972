/**
 * Pages with 10,000 materializations, 1,000 runs, a run of 1,000 steps and a log of 100,000 lines, beside the same pages with little data, in Chromium:
 * from the navigation to the content; the documents that each page sends, asked without the browser; and how many elements the page has.
 * Both sites have as many assets.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchChromium } from "@headwater/testkit/chromium";
import type { Page } from "playwright-core";
import { type Asked, askAgain, collectAsked } from "./asked.ts";
import { besideLittle, fastest, require, timed } from "./measure.ts";
import { type Size, seedPages } from "./page-data.ts";
import { type Visit, visitsOf } from "./page-visits.ts";
import { benchmarkPostgres } from "./postgres.ts";
import { startSite } from "./site.ts";

const much: Size = { materializations: 10_000, runs: 1_000, steps: 1_000, lines: 100_000 };
const little: Size = { materializations: 10, runs: 10, steps: 10, lines: 100 };
const tries = 4;
const mostElements = 2_500;

await using resources = new AsyncDisposableStack();
const postgres = resources.use(await benchmarkPostgres());
const browser = await launchChromium();
resources.defer(() => browser.close());

interface Opened {
  readonly ms: number;
  readonly elements: number;
  readonly asked: readonly Asked[];
}

/** A site with data of that size, and how to open one of its pages. */
async function open(size: Size) {
  const directory = await mkdtemp(join(tmpdir(), "headwater-pages-"));
  resources.defer(() => rm(directory, { recursive: true, force: true, maxRetries: 3 }));
  const database = await postgres.database();
  const visits = visitsOf(await seedPages(database, directory, size), size);
  const { url } = resources.use(await startSite(database, directory));
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  return { url, visits, visit: async (visit: Visit) => measured(await context.newPage(), visit, url) };
}

async function measured(page: Page, { before, open }: Visit, url: string): Promise<Opened> {
  const at = (path: string): string => `${url}${path}`;
  await before?.(page, at);
  const asked = collectAsked(page);
  const { time } = await timed(() => open(page, at));
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  await page.close();
  return { ms: time.ms, elements, asked: asked() };
}

const small = await open(little);
const large = await open(much);
for (const [index, visit] of large.visits.entries()) {
  const same = small.visits[index] as Visit;
  // In turns, so that both have the same share of what else the machine does; the first ones fill the browser's cache.
  const opened: (readonly [Opened, Opened])[] = [];
  for (let number = 0; number <= tries; number++) opened.push([await large.visit(visit), await small.visit(same)]);
  const best = (side: 0 | 1): number => Math.min(...opened.slice(1).map((pair) => pair[side].ms));
  const elements = Math.max(...opened.map(([{ elements }]) => elements));
  require(elements <= mostElements, `"${visit.name}" has at most ${mostElements} elements, and not ${elements}`);
  besideLittle(visit.name, best(0), best(1), `${elements} elements`);
  const asked = (side: 0 | 1): readonly Asked[] => opened.flatMap((pair) => pair[side].asked);
  await answers(asked(0), asked(1));
}

/** Each document once, with the variables that it was sent with first; those that the page needs only where there is much stand alone. */
async function answers(asked: readonly Asked[], ofLittle: readonly Asked[]): Promise<void> {
  for (const name of new Set(asked.map((one) => one.name))) {
    const [one, ofLittleOne] = [asked, ofLittle].map((all) => all.find((one) => one.name === name));
    if (one === undefined) continue;
    const { ms } = await fastest(tries, () => askAgain(large.url, one));
    const little = ofLittleOne && (await fastest(tries, () => askAgain(small.url, ofLittleOne)));
    besideLittle(`  query ${name}`, ms, little?.ms);
  }
}
