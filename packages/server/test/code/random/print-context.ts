/** What the parts of a printed module share: where declarations lie, how they are called there, how expressions are written. */
import type { Declaration, Expression, Program } from "./program.ts";
import { numbersFrom, type Style } from "./style.ts";

export interface Declared {
  readonly id: number;
  /** The other one of two functions that call each other. */
  readonly isSecond: boolean;
  readonly file: string;
}

export interface PrintContext {
  readonly program: Program;
  readonly style: Style;
  /** From the directory of this module to that of the entry. */
  readonly up: string;
  /** By which name a declaration is used here; it is imported if it lies elsewhere. */
  reference(id: number, isSecond?: boolean): string;
  /** @param scope What the parameters and locals in reach are called. */
  expression(expression: Expression, scope: readonly string[]): string;
  /** What the references so far need. */
  imports(): readonly string[];
}

interface Places {
  readonly declared: readonly Declared[];
  inFile(file: string): PrintContext;
}

export const nameOf = (declaration: Declaration | undefined, id: number, { kinds }: Style, isSecond = false): string => {
  const name = kinds.has("renamed helpers") ? `helper${id}` : `d${id}`;
  // errors show the name of a class
  return declaration?.kind === "class" ? `C${id}` : isSecond ? `${name}odd` : name;
};

/** Used as a member of a namespace, from a module where it is alone. */
const isSpaced = (declaration: Declaration | undefined, id: number): boolean => id % 4 === 3 && declaration?.kind !== "json" && declaration?.kind !== "pair";

export function printContext(program: Program, style: Style): Places {
  const below = numbersFrom(style.seed + 1);
  const moduleOf = (id: number, isSecond: boolean): string => {
    if (isSpaced(program.declarations[id], id)) return `only${id}.ts`;
    if (style.kinds.has("moved")) return `moved/m${below(2) + (isSecond ? 2 : 0)}.ts`;
    return `lib/m${(id % 2) + (isSecond ? 1 : 0)}.ts`;
  };
  const declared = program.declarations.flatMap((declaration, id): readonly Declared[] => {
    if (declaration.kind === "json") return [];
    const first = { id, isSecond: false, file: moduleOf(id, false) };
    return declaration.kind === "pair" ? [first, { id, isSecond: true, file: moduleOf(id, true) }] : [first];
  });
  const ordered = style.kinds.has("reordered") ? declared.toReversed() : declared;
  return { declared: ordered, inFile: (file) => contextOf(program, style, { file, declared }) };
}

function contextOf(program: Program, style: Style, { file, declared }: { readonly file: string; readonly declared: readonly Declared[] }): PrintContext {
  const up = file.includes("/") ? "../" : "./";
  const imports = new Map<string, string>();
  const below = numbersFrom(style.seed + file.length);
  const reference = (id: number, isSecond = false): string => {
    const declaration = program.declarations[id];
    const name = nameOf(declaration, id, style, isSecond);
    if (declaration?.kind === "json") imports.set(name, `import ${name} from "${up}data${id}.json" ;`);
    const place = declared.find((other) => other.id === id && other.isSecond === isSecond);
    if (place === undefined || place.file === file) return name;
    if (isSpaced(declaration, id)) {
      imports.set(name, `import * as space${id} from "${up}${place.file}" ;`);
      return `space${id} . ${name}`;
    }
    if (!style.kinds.has("imports")) {
      imports.set(name, `import { ${name} } from "${up}${place.file}" ;`);
      return name;
    }
    const from = below(2) === 0 ? "barrel" : place.file.replace(".ts", "");
    if (!imports.has(name)) imports.set(name, `import { ${name} as other${name} } from "${up}${from}" ;`);
    return `other${name}`;
  };
  const context: PrintContext = {
    program,
    style,
    up,
    reference,
    imports: () => [...imports.values()],
    expression: (expression, scope) => written(context, expression, scope, below),
  };
  return context;
}

function written(context: PrintContext, expression: Expression, scope: readonly string[], below: (bound: number) => number): string {
  const { kinds } = context.style;
  const text = bare(context, expression, (inner) => written(context, inner, scope, below), scope);
  const typed = kinds.has("types") && below(4) === 0 ? `( ${text} as number )` : text;
  return kinds.has("parentheses") && below(3) === 0 ? `( ( ${typed} ) )` : typed;
}

function bare({ style, ...context }: PrintContext, expression: Expression, inner: (expression: Expression) => string, scope: readonly string[]): string {
  const isOther = style.kinds.has("spellings");
  const [sum, each] = style.kinds.has("renamed locals") ? ["total", "item"] : ["sum", "each"];
  switch (expression.kind) {
    case "number":
      return isOther ? `0x${expression.value.toString(16)}` : String(expression.value);
    case "text":
      return `${isOther ? `'${expression.value}'` : JSON.stringify(expression.value)} . length`;
    case "local":
      return scope.length === 0 ? String(expression.index) : (scope[expression.index % scope.length] ?? "");
    case "binary":
      return `( ${inner(expression.left)} ${expression.operator} ${inner(expression.right)} )`;
    case "conditional":
      return `( ${inner(expression.test)} ? ${inner(expression.yes)} : ${inner(expression.no)} )`;
    case "list":
      return `[ ${expression.elements.map(inner).join(" , ")} ] . reduce ( ( ${sum} , ${each} ) => ${sum} + Number ( ${each} ) , 0 )`;
    case "use":
      return use(context, expression, inner(expression.given));
  }
}

function use({ program, reference }: Omit<PrintContext, "style">, { target, member }: Extract<Expression, { kind: "use" }>, given: string): string {
  const declaration = program.declarations[target];
  const name = reference(target);
  switch (declaration?.kind) {
    case "object":
    case "json":
      return `( ${name} . k${member % declaration.values.length} - ${given} )`;
    case "registry":
      return `( ( ${name} . k${member % declaration.values.length} ?? 0 ) - ${given} )`;
    case "function":
      return member === 0 ? `${name} ( ${given} , 5 )` : `${name} ( ${given} )`;
    case "class":
      return `new ${name} ( ${given} ) . sum ( ${member} )`;
    case "pair":
      return `${name} ( ${given} % 4 )`;
    default:
      return `( ${name} - ${given} )`;
  }
}
