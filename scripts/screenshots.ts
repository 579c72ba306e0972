/** Takes the pictures of the README: the climate example after a correction of its data, in a copy. `npm run screenshots`; packages/ui/out must be built. */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launchChromium } from "../packages/testkit/src/chromium.ts";
import { headwater, startHeadwater } from "../packages/ui/e2e/headwater.ts";

const root = join(import.meta.dirname, "..");
const images = join(root, "docs/images");

// Beside the example, so that the copy finds its packages.
const copy = await mkdtemp(join(root, "examples", ".tmp-"));
try {
  await cp(join(root, "examples/climate"), copy, { recursive: true, filter: (path) => !/\/(\.headwater|dist|node_modules)$/.test(path) });
  await using running = await startHeadwater(copy);
  await materialize();
  await correct("2014-03-15,8.1,16.7,", "2014-03-15,8.1,16.8,");
  const run = await materialize();
  await correct("2014-03-15,8.1,16.8,", "2014-03-15,8.1,26.8,");
  await using browser = await launchChromium();
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce" })).newPage();

  const picture = async (name: string, path: string, shown: string, colorScheme: "light" | "dark" = "light"): Promise<void> => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto(`${running.url}${path}`);
    await page.getByText(shown).first().waitFor({ timeout: 60_000 });
    // Layout and pictures settle.
    await page.waitForLoadState("networkidle").catch(() => undefined);
    await page.waitForTimeout(3_000);
    await page.screenshot({ path: join(images, `${name}.png`) });
  };
  const stale = `/?asset=${encodeURIComponent("weather/days")}`;
  await picture("lineage-light", stale, "raw/seattle_weather");
  await picture("lineage-dark", stale, "raw/seattle_weather", "dark");
  await picture("run", `/runs/${run}`, "Unchanged");
  await picture("report", "/assets/climate/report?tab=value", "Seattle and the world");
} finally {
  await rm(copy, { recursive: true, force: true });
}

/** @returns the id of the run */
async function materialize(): Promise<string> {
  const { stdout, stderr, code } = await headwater(["materialize", "--entry", copy, "--json"]);
  if (code !== 0) throw new Error(`The example could not be materialized:\n${stdout}${stderr}`);
  return (JSON.parse(stdout) as { runId: string }).runId;
}

async function correct(before: string, after: string): Promise<void> {
  const file = join(copy, "data/seattle-weather.csv");
  const text = await readFile(file, "utf8");
  if (!text.includes(before)) throw new Error(`${file} has no line that begins with ${before}.`);
  await writeFile(file, text.replace(before, after));
}
