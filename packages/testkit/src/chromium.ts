/** A Chromium for browser tests: an installed one, else the one that comes as an npm package. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";
import { unpackBundledChromium } from "./bundled-chromium.ts";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const elsewhere = ["/usr/bin/chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

/**
 * Starts a headless Chromium; close it with `await using` or `close()`.
 *
 * `CHROMIUM_PATH` names the one to use. Otherwise an installed Chromium or Chrome is taken, otherwise the bundled one (Linux on x64).
 * It runs without the browser's sandbox, which needs rights that containers and root do not have: open only our own pages.
 *
 * @throws Error where there is none for this machine, saying what to install.
 */
export async function launchChromium(): Promise<Browser> {
  const installed = findInstalled();
  if (installed !== undefined) return chromium.launch({ executablePath: installed });
  const bundled = await unpackBundledChromium();
  return chromium.launch({ executablePath: bundled.executable, env: { ...process.env, ...bundled.environment } });
}

function findInstalled(): string | undefined {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted !== undefined && wanted !== "") {
    if (!existsSync(wanted)) throw new Error(`CHROMIUM_PATH is "${wanted}", where there is no file. Correct it, or unset it to use the bundled Chromium.`);
    return wanted;
  }
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((directory) => names.map((name) => join(directory, name)));
  return [...onPath, ...elsewhere].find((candidate) => existsSync(candidate));
}
