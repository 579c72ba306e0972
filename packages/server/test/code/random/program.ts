/** Random programs of several modules that declare assets: what they compute is in numbers, and each declaration uses only earlier ones. */
import fc from "fast-check";

export type Expression =
  | { readonly kind: "number"; readonly value: number }
  /** The length of a text. */
  | { readonly kind: "text"; readonly value: string }
  /** One of the parameters and locals in reach, counted from the first. */
  | { readonly kind: "local"; readonly index: number }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "conditional"; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  /** The sum of its elements. */
  | { readonly kind: "list"; readonly elements: readonly Expression[] }
  /** An earlier declaration: the value of a constant, a member of an object, the result of a call. */
  | { readonly kind: "use"; readonly target: number; readonly member: number; readonly given: Expression };

export interface Body {
  readonly locals: readonly Expression[];
  readonly branch: { readonly test: Expression; readonly value: Expression } | null;
  readonly result: Expression;
}

export type Declaration =
  | { readonly kind: "constant"; readonly values: readonly Expression[] }
  | { readonly kind: "object"; readonly values: readonly Expression[] }
  | { readonly kind: "json"; readonly values: readonly Expression[] }
  /** An object that other modules fill when they are loaded for that. */
  | { readonly kind: "registry"; readonly values: readonly Expression[] }
  | { readonly kind: "function"; readonly isArrow: boolean; readonly default: Expression; readonly body: Body }
  | { readonly kind: "class"; readonly field: Expression; readonly body: Body }
  /** Two functions in two modules that call each other. */
  | { readonly kind: "pair"; readonly stop: Expression; readonly step: Expression };

export interface AssetPlan {
  /** Positions of earlier assets that it reads. */
  readonly inputs: readonly number[];
  /** Its default is in reach of the function. */
  readonly config: Expression | null;
  /** One asset for each, made by a factory or a loop. */
  readonly params: readonly Expression[] | null;
  readonly body: Body;
  /** What the schema adds to the text that is computed. */
  readonly transform: Expression | null;
}

export interface Program {
  readonly declarations: readonly Declaration[];
  readonly assets: readonly AssetPlan[];
}

export const operators = ["+", "-", "*", "%", "<", "<=", "===", "&&", "||"];
const words = ["rain", "sun", "wind", "", "snow_or_ice"];

const number = fc.integer({ min: 0, max: 40 }).map((value): Expression => ({ kind: "number", value }));
const literal = fc.oneof(
  { weight: 4, arbitrary: number },
  fc.constantFrom(...words).map((value): Expression => ({ kind: "text", value })),
);

/** @param earlier How many declarations there are to use. */
function expression(earlier: number, depth: number): fc.Arbitrary<Expression> {
  const local = fc.nat({ max: 5 }).map((index): Expression => ({ kind: "local", index }));
  if (depth === 0) return fc.oneof(literal, local);
  const inner = expression(earlier, depth - 1);
  const binary = fc.record({ kind: fc.constant("binary" as const), operator: fc.constantFrom(...operators), left: inner, right: inner });
  const conditional = fc.record({ kind: fc.constant("conditional" as const), test: inner, yes: inner, no: inner });
  const list = fc.record({ kind: fc.constant("list" as const), elements: fc.array(inner, { minLength: 1, maxLength: 3 }) });
  const use = fc.record({ kind: fc.constant("use" as const), target: fc.nat({ max: Math.max(0, earlier - 1) }), member: fc.nat({ max: 2 }), given: inner });
  const all: fc.WeightedArbitrary<Expression>[] = [
    { weight: 2, arbitrary: literal },
    { weight: 3, arbitrary: local },
    { weight: 3, arbitrary: binary },
    { weight: 1, arbitrary: conditional },
    { weight: 1, arbitrary: list },
  ];
  return fc.oneof(...all, ...(earlier > 0 ? [{ weight: 5, arbitrary: use }] : []));
}

const body = (earlier: number): fc.Arbitrary<Body> =>
  fc.record({
    locals: fc.array(expression(earlier, 1), { maxLength: 2 }),
    branch: fc.option(fc.record({ test: expression(earlier, 1), value: expression(earlier, 1) }), { nil: null }),
    result: expression(earlier, 2),
  });

const values = fc.array(literal, { minLength: 2, maxLength: 3 });

const declaration = (earlier: number): fc.Arbitrary<Declaration> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("constant" as const), values: fc.tuple(literal) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("object" as const), values }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("json" as const), values: fc.array(number, { minLength: 2, maxLength: 3 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("registry" as const), values: fc.array(expression(earlier, 1), { minLength: 1, maxLength: 2 }) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("function" as const), isArrow: fc.boolean(), default: literal, body: body(earlier) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("class" as const), field: literal, body: body(earlier) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("pair" as const), stop: expression(earlier, 1), step: expression(earlier, 1) }) },
  );

const asset = (position: number, earlier: number): fc.Arbitrary<AssetPlan> =>
  fc.record({
    inputs: position === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat({ max: position - 1 }), { maxLength: 2 }),
    config: fc.option(number, { nil: null }),
    params: fc.option(fc.array(number, { minLength: 2, maxLength: 3 }), { nil: null, freq: 3 }),
    body: body(earlier),
    transform: fc.option(expression(earlier, 1), { nil: null, freq: 2 }),
  });

export const programs: fc.Arbitrary<Program> = fc.integer({ min: 4, max: 9 }).chain((count) =>
  fc.record({
    declarations: fc.tuple(...Array.from({ length: count }, (_, index) => declaration(index))),
    assets: fc.integer({ min: 3, max: 5 }).chain((assets) => fc.tuple(...Array.from({ length: assets }, (_, index) => asset(index, count)))),
  }),
);
