/** `npm start`: Headwater with the climate example. Arguments are passed on: `npm start -- --port 4100`. */
import { bootstrap } from "./bootstrap.mjs";
import { runInForeground } from "./run-in-foreground.mjs";

const node = bootstrap();
const main = ["--conditions=@headwater/source", "--disable-warning=ExperimentalWarning", "packages/server/src/main.ts"];
runInForeground(node, [...main, "dev", "--entry", "examples/climate/headwater.config.ts", ...process.argv.slice(2)]);
