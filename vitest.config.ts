import { defineConfig } from "vitest/config";

const sourceCondition = "@headwater/source";
const resolve = { conditions: [sourceCondition] };
const ssr = { resolve: { conditions: [sourceCondition] } };
/** Global setups are loaded in an environment of their own. */
const environments = { __vitest__: { resolve } };

export default defineConfig({
  test: {
    // most tests wait for processes and for Postgres more than they compute
    maxWorkers: 2,
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: "unit",
          include: ["packages/*/{src,test}/**/*.test.ts", "examples/*/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**", "**/*.pg.test.ts"],
          typecheck: { enabled: true, include: ["packages/*/src/**/*.test-d.ts"], tsconfig: "tsconfig.test.json" },
        },
      },
      {
        resolve,
        ssr,
        environments,
        test: {
          name: "pg",
          include: ["packages/*/{src,test}/**/*.pg.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**"],
          globalSetup: ["packages/testkit/src/global-postgres.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: "e2e",
          include: ["packages/ui/e2e/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
