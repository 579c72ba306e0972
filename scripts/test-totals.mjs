/** Prints `N passed, N failed` from the JSON report of vitest; fails where a test failed, or where there was none. */
import { existsSync, readFileSync } from "node:fs";

const file = process.argv[2];
const { passed, failed } = file !== undefined && existsSync(file) ? totals(JSON.parse(readFileSync(file, "utf8"))) : missing();
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;

/** A file that could not be loaded has no tests to fail, so it counts as one. */
function totals(report) {
  const tests = report.testResults.flatMap((testFile) => testFile.assertionResults);
  const unloadable = report.testResults.filter(
    (testFile) => testFile.status === "failed" && testFile.assertionResults.every((test) => test.status !== "failed"),
  );
  const skipped = tests.filter((test) => test.status !== "passed" && test.status !== "failed");
  if (skipped.length > 0) process.stdout.write(`${skipped.length} skipped\n`);
  for (const testFile of unloadable) process.stdout.write(`Not loaded: ${testFile.name}\n`);
  const count = (status) => tests.filter((test) => test.status === status).length;
  return { passed: count("passed"), failed: count("failed") + unloadable.length };
}

function missing() {
  process.stdout.write("The tests wrote no report: they did not end by themselves.\n");
  return { passed: 0, failed: 0 };
}
