/** Tables are never whole in memory, measured from outside: in processes of their own. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const megabyte = 1024 * 1024;

async function inProcess(script: string, count: number) {
  const directory = await mkdtemp(join(tmpdir(), "headwater-large-test-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(import.meta.dirname, "large-table", script);
  const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=@headwater/source", path, String(count)], {
    env: { ...process.env, NODE_OPTIONS: "", TMPDIR: directory },
  });
  expect(await readdir(directory)).toEqual([]);
  const result = JSON.parse(stdout);
  expect(result.peakBytes).toBeLessThan(300 * megabyte);
  return result;
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

test("2 million rows of 7 mixed columns are written and read back within 300 MB", { timeout: 600_000 }, async () => {
  const count = 2_000_000;
  const { stored, columns, read, accounts, seconds, peakBytes } = await inProcess("write-and-read.ts", count);
  const perSecond = (time: number): string => Math.round(count / time).toLocaleString("en");
  say(`large table: ${perSecond(seconds.write)} rows/s written, ${perSecond(seconds.read)} rows/s read, peak ${Math.round(peakBytes / megabyte)} MB`);
  expect([stored.rows, read]).toEqual([count, count]);
  expect(accounts).toBe(String(BigInt(count) * 10n ** 18n + BigInt((count / 5000) * ((4999 * 5000) / 2))));
  expect(columns.note.nulls).toBe(count / 4);
  expect(Math.abs(columns.id.distinct / count - 1)).toBeLessThan(0.05);
});

test("a source table of 600 MB is read by a step within 300 MB, and leaves no file behind", { timeout: 300_000 }, async () => {
  const { status, value, peakBytes } = await inProcess("read-source.ts", 600_000);
  say(`large source: peak ${Math.round(peakBytes / megabyte)} MB`);
  expect(status).toBe("SUCCEEDED");
  expect(value).toEqual({ rows: 600_000, characters: 600_000 * 1024 });
});
