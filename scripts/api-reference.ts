/** docs/reference: what each door of @headwater/core exports, as its sources declare and describe it. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Declaration, declarationsOf, doorOf } from "./declarations.ts";
import { jsDocText } from "./js-doc-text.ts";

const source = fileURLToPath(new URL("../packages/core/src/", import.meta.url));

const doors = {
  core: { file: "index.ts", title: "@headwater/core", about: "For authors: declaring assets, and testing them." },
  engine: { file: "engine.ts", title: "@headwater/core/engine", about: "For hosts: servers, workers, command lines, tools of your own." },
  postgres: { file: "postgres.ts", title: "@headwater/core/postgres", about: "For hosts with a Postgres." },
} as const;

export type Door = keyof typeof doors;
export const doorNames = Object.keys(doors) as readonly Door[];

/** The page of a door as Markdown. */
export function apiReference(door: Door): string {
  const { file, title, about } = doors[door];
  const exported = exportsOf(join(source, file));
  const [values, types] = [exported.filter(({ kind }) => kind === "value"), exported.filter(({ kind }) => kind === "type")];
  const elsewhere = doorNames.filter((other) => other !== door).map((other) => ({ other, exports: exportsOf(join(source, doors[other].file)) }));
  const isElsewhere = (declaration: Declaration): boolean => elsewhere.some(({ exports }) => exports.includes(declaration));
  const named = mentionedBeside(exported, isElsewhere);
  const behind = named.filter((declaration) => !isElsewhere(declaration));
  const links = elsewhere.flatMap(({ other, exports }) =>
    named.filter((declaration) => exports.includes(declaration)).map(({ name }) => `[${name}](${other}.md#${name.toLowerCase()})`),
  );
  const sections = [
    section("Functions, classes and constants", values),
    section("Types", types),
    section("Types behind them", behind, "Not exported by name; the types above are made of them."),
    links.length === 0 ? [] : ["## Described elsewhere", [...new Set(links)].sort().join(" · ")],
  ];
  const head = ["<!-- Generated from packages/core/src by `npm run gen`. -->", `# ${title}`, about];
  return `${[...head, ...sections.flat()].join("\n\n")}\n`;
}

function exportsOf(door: string): readonly Declaration[] {
  return doorOf(door, readFileSync(door, "utf8")).flatMap(({ from, names }) => {
    const file = join(dirname(door), from);
    const declared = declarationsIn(file);
    if (names === "*") return declared.filter((declaration) => declaration.isExported && declaration.kind === "type");
    return names.map((name) => {
      const found = declared.find((declaration) => declaration.name === name);
      if (found === undefined) throw new Error(`${file} declares no ${name} that states its type, and ${door} exports it.`);
      return found;
    });
  });
}

const known = new Map<string, readonly Declaration[]>();

function declarationsIn(file: string): readonly Declaration[] {
  const declared = known.get(file) ?? declarationsOf(file, readFileSync(file, "utf8"));
  known.set(file, declared);
  return declared;
}

/** Types that the declarations name, and what those name, up to those that another door describes. */
function mentionedBeside(exported: readonly Declaration[], isElsewhere: (declaration: Declaration) => boolean): readonly Declaration[] {
  const all = new Set(exported);
  for (const declared of all) {
    if (isElsewhere(declared) && !exported.includes(declared)) continue;
    const { file, code } = declared;
    for (const declaration of [...declarationsIn(file), ...importedFrom(file)]) {
      const isNamed = declaration.kind === "type" && new RegExp(`\\b${declaration.name}\\b`).test(code);
      if (isNamed && ![...all].some((other) => other.name === declaration.name)) all.add(declaration);
    }
  }
  return [...all].slice(exported.length);
}

const importedFrom = (file: string): readonly Declaration[] =>
  [...readFileSync(file, "utf8").matchAll(/^import .*?\{(.*?)\} from "(\.\.?\/.*?)";$/gm)].flatMap(([, names = "", from = ""]) =>
    declarationsIn(join(dirname(file), from)).filter(({ name }) => new RegExp(`\\b${name}\\b`).test(names)),
  );

function section(title: string, declarations: readonly Declaration[], about?: string): readonly string[] {
  if (declarations.length === 0) return [];
  const sorted = declarations.toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  return [`## ${title}`, ...(about === undefined ? [] : [about]), ...sorted.map(entry)];
}

const entry = ({ name, doc, code }: Declaration): string =>
  [`### ${name}`, ...(doc === null ? [] : [jsDocText(doc)]), `\`\`\`ts\n${code}\n\`\`\``].join("\n\n");
