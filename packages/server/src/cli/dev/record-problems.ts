/** Tells everybody who looks at the project what is wrong with its definitions. */
import { dirname, relative } from "node:path";
import type { ShownProblem } from "@headwater/core/engine";

/** Until other definitions are activated. Files are named from the entry's directory, as everywhere in what is recorded. */
export async function recordProblems(databaseUrl: string, entry: string, problems: readonly ShownProblem[]): Promise<void> {
  // slow to load, and seldom needed
  const { createPostgresStore } = await import("@headwater/core/postgres");
  await using store = await createPostgresStore({ connectionString: databaseUrl, applicationName: "headwater dev" });
  const root = dirname(entry);
  await store.reportBroken(problems.map((problem) => ({ ...problem, file: problem.file && relative(root, problem.file) })));
}
