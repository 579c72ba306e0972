/** `unparsed(value)`: what `run` may return where the type of its data is not known. */

/** Data from outside, to be parsed by the output schema like anything else. */
export interface Unparsed {
  readonly kind: "unparsed";
  readonly value: unknown;
}

/** A global symbol, so that two copies of this package understand each other. */
const unparsedSymbol: unique symbol = Symbol.for("headwater.unparsed") as never;

/**
 * Hands a value of unknown type to the output schema, which says at run time whether it fits.
 *
 * @example
 * asset("api/orders", { output: table(Order), run: async () => unparsed(await (await fetch("https://example.com/orders")).json()) });
 */
export function unparsed(value: unknown): Unparsed {
  const marked: Unparsed = { kind: "unparsed", value };
  return Object.freeze(Object.defineProperty(marked, unparsedSymbol, { value: true }));
}

/** What is to be parsed: the value itself, or the one within {@link unparsed}. */
export const toParse = (returned: unknown): unknown => (isUnparsed(returned) ? returned.value : returned);

const isUnparsed = (value: unknown): value is Unparsed => typeof value === "object" && value !== null && unparsedSymbol in value;
