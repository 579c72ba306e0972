/** `npm test`: every test, on a real Postgres and in a real browser. Arguments are passed on: `npm test -- --project unit graph`. */
import { bootstrap } from "./bootstrap.mjs";
import { runInForeground } from "./run-in-foreground.mjs";

const node = bootstrap();
runInForeground(node, ["node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2)]);
