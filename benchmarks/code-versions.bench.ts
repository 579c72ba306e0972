/** Code versions of 1,000 assets in 120 files and of 10,000 in 1,200: with nothing known, and after an edit of one file; beside a plain parse of the same files. */
import { readFileSync, writeFileSync } from "node:fs";
import { analyseCode, type CodeAnalysis } from "../packages/server/src/code/analyse-code.ts";
import { createModuleCache } from "../packages/server/src/code/local-module.ts";
import { loadDefinitions } from "../packages/server/src/worker/load-definitions.ts";
import { parseModule } from "../packages/server/src/worker/user-code/parse-module.ts";
import { codeProject } from "./code-project.ts";
import { type Floor, faster, fastest, line, require, type Time, timed } from "./measure.ts";

async function measure(assets: number, coldGoal: string, editGoal: string): Promise<void> {
  await using project = await codeProject(assets);
  const { root, entry, files } = project;
  const { definitions } = await loadDefinitions(entry);
  const parse = (): void => {
    for (const file of files) parseModule(file, readFileSync(file, "utf8"));
  };
  const floor: Floor = { name: "parse", time: await fastest(5, parse) };
  const name = `${assets.toLocaleString("en")} assets in ${files.length.toLocaleString("en")} files`;
  line(`${name}: plain parse`, floor.time);
  line(`${name}: cold`, await fastest(5, () => analyseCode(definitions, { entry, root })), floor, coldGoal);

  const cache = createModuleCache();
  const analyse = (): CodeAnalysis => analyseCode(definitions, { entry, root, cache });
  let before = analyse();
  const edits = async (file: string, from: RegExp, expected: number): Promise<Time> => {
    let best: Time | null = null;
    for (let number = 0; number < 5; number++) {
      writeFileSync(file, readFileSync(file, "utf8").replace(from, `< ${200 + number})`));
      const { time, result } = await timed(analyse);
      const changed = [...definitions.byKey.values()].filter((definition) => before.codeOf(definition).codeVersion !== result.codeOf(definition).codeVersion);
      require(changed.length === expected, `the edit changes ${expected} assets, and not ${changed.length}`);
      before = result;
      best = best === null ? time : faster(best, time);
    }
    return best ?? { ms: 0, cpuMs: 0 };
  };
  line(`${name}: one edited`, await edits(project.assetFile, /< \d+\)/, 1), floor, editGoal);
}

await measure(1_000, "goal: 400 ms", "goal: 40 ms");
await measure(10_000, "goal: 2,500 ms", "");
