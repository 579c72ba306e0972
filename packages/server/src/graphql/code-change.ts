/** The type `CodeChange`: a declaration, a package or another input by which code differs from what was recorded. */
import { type CodeChange, changeText } from "@headwater/core/engine";
import { codeDiff, textsNeeded } from "../code-diff.ts";
import { builder } from "./builder.ts";
import type { Loaders } from "./loaders.ts";
import { CauseRef } from "./object-refs.ts";

const CodeChangeKindEnum = builder.enumType("CodeChangeKind", {
  description: "What part of code it is that differs.",
  values: {
    DECLARATION: { description: "A top-level declaration of a local module, or a part of the definition itself." },
    PACKAGE: { description: "An imported package." },
    INPUT: { description: "A file or a variable that the asset names as an input of its code." },
  } as const,
});

const CodeChangeTypeEnum = builder.enumType("CodeChangeType", {
  description: "How a part of code differs.",
  values: {
    CHANGED: { description: "It is another one than was recorded." },
    ADDED: { description: "It is new." },
    REMOVED: { description: "It is gone." },
  } as const,
});

const CodeDiffRef = builder.objectRef<NonNullable<ReturnType<typeof codeDiff>>>("CodeDiff").implement({
  description: "What changed in the text of a declaration.",
  fields: (t) => ({
    text: t.exposeString("text", { description: "Hunks of a unified diff by the line numbers of the file, without a header; very long lines are cut." }),
    omittedLines: t.exposeInt("omittedLines", { description: "How many lines are left out at the end." }),
  }),
});

const CodeChangeRef = builder.objectRef<CodeChange>("CodeChange").implement({
  description: "One thing by which the code of an asset differs from the code that its value was computed with.",
  fields: (t) => ({
    kind: t.expose("kind", { type: CodeChangeKindEnum, description: "What it is." }),
    change: t.expose("change", { type: CodeChangeTypeEnum, description: "How it differs." }),
    name: t.exposeString("name", { description: "Name of the declaration, the package or the input; of a definition the part, such as `run`." }),
    file: t.exposeString("file", { nullable: true, description: "File of a declaration; of one that is gone, where it was. Null for a package or an input." }),
    line: t.exposeInt("line", { nullable: true, description: "Line of a declaration in its file, from 1. Null for a package or an input." }),
    through: t.exposeString("through", {
      nullable: true,
      description: "The declaration by which this one is reached; null for a part of the definition itself, a package or an input.",
    }),
    from: t.exposeString("from", { nullable: true, description: "As recorded: the version of a package, else a hash; null for what is new." }),
    to: t.exposeString("to", { nullable: true, description: "As it is now: the version of a package, else a hash; null for what is gone." }),
    message: t.string({ description: "The change in words.", resolve: changeText }),
    diff: t.field({
      type: CodeDiffRef,
      nullable: true,
      description: "What changed in the text of a declaration. Null for a package or an input, and where a text was not kept.",
      resolve: async (change, _, { loaders }) => codeDiff(change, await textsOf(change, loaders)),
    }),
  }),
});

async function textsOf(change: CodeChange, loaders: Loaders): Promise<ReadonlyMap<string, string>> {
  const hashes = textsNeeded([change]);
  const texts = await Promise.all(hashes.map((hash) => loaders.codeText.load(hash)));
  return new Map(hashes.flatMap((hash, index) => (typeof texts[index] === "string" ? [[hash, texts[index]] as const] : [])));
}

builder.objectFields(CauseRef, (t) => ({
  changes: t.field({
    type: [CodeChangeRef],
    description: "Of a cause that is about code: what changed in it, what is most telling first. Empty where only the versions are known.",
    resolve: ({ changes }) => changes ?? [],
  }),
}));
