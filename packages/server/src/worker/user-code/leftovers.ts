/** What of a module Node cannot run by leaving types out: code that must be made. */
import { extname } from "node:path";
import { type Program, type Span, Visitor } from "oxc-parser";

export interface Leftovers {
  /** Statements that declare enums, where they are all that is left. */
  readonly enums: readonly Span[];
  /** Anything else: the module has to be compiled as a whole. */
  readonly others: boolean;
}

export function leftoversOf(file: string, program: Program): Leftovers {
  const enums = program.body.filter((statement) => {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    return declaration?.type === "TSEnumDeclaration" && !declaration.declare;
  });
  let [found, others] = [0, extname(file).endsWith("x")];
  const other = (): void => {
    others = true;
  };
  new Visitor({
    TSEnumDeclaration(node) {
      if (!node.declare) found += 1;
    },
    TSModuleDeclaration: (node) => node.declare || other(),
    TSImportEqualsDeclaration: (node) => node.importKind === "type" || other(),
    TSExportAssignment: other,
    TSParameterProperty: other,
    TSTypeAssertion: other,
  }).visit(program);
  return { enums, others: others || found > enums.length };
}
