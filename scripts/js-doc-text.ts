/** A JSDoc comment as Markdown. */

/** @param doc The inner text of the comment, with its asterisks. */
export function jsDocText(doc: string): string {
  const text = doc
    .split("\n")
    .map((line) => line.replace(/^ *\* ?/, ""))
    .join("\n")
    .trim()
    .replaceAll(/\{@link (\w+)\}/g, "`$1`");
  const [prose = "", ...tags] = text.split(/^@(?=\w)/m);
  return [prose.trim(), list(tags), ...examples(tags)].filter((part) => part !== "").join("\n\n");
}

/** Parameters, what is returned and what is thrown. */
function list(tags: readonly string[]): string {
  return tags
    .flatMap((tag) => {
      const [, name = "", rest = ""] = /^(\w+)\s+([\s\S]*)$/.exec(tag.trim()) ?? [];
      const said = rest.replaceAll(/\s+/g, " ");
      if (name === "param") return [`- ${said.replace(/^(\S+) /, "`$1`: ")}`];
      if (name === "returns") return [`- Returns ${said.charAt(0).toLowerCase()}${said.slice(1)}`];
      return name === "throws" ? [`- Throws ${said}`] : [];
    })
    .join("\n");
}

const examples = (tags: readonly string[]): readonly string[] =>
  tags.filter((tag) => tag.startsWith("example")).map((tag) => `For example:\n\n\`\`\`ts\n${tag.slice("example".length).trim()}\n\`\`\``);
