/** The selection grammar: text to a tree. One parser for TypeScript, CLI, GraphQL and the UI's search box. */
import { HeadwaterError } from "../model/errors.ts";

export type Selection =
  | { readonly kind: "key"; readonly key: string; readonly column: number }
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "attribute"; readonly attribute: Attribute; readonly value: string }
  | { readonly kind: "function"; readonly name: SelectionFunction }
  | { readonly kind: "neighbours"; readonly of: Selection; readonly up: number; readonly down: number }
  | { readonly kind: "or" | "and"; readonly of: readonly Selection[] }
  | { readonly kind: "not"; readonly of: Selection };

const attributes = ["group", "kind", "tag", "owner", "status"] as const;
export type Attribute = (typeof attributes)[number];
const statuses: readonly string[] = ["missing", "stale", "upstream_stale", "fresh", "unobserved"];
const functions = ["sources", "roots", "sinks"] as const;
export type SelectionFunction = (typeof functions)[number];

/** The keys that a selection names one by one, without a pattern or a filter. */
export function namedKeys(selection: Selection): ReadonlySet<string> {
  switch (selection.kind) {
    case "key":
      return new Set([selection.key]);
    case "or":
    case "and":
      return new Set(selection.of.flatMap((part) => [...namedKeys(part)]));
    case "neighbours":
      return namedKeys(selection.of);
    case "not":
    case "pattern":
    case "attribute":
    case "function":
      return new Set();
  }
}

/** The selection that means these keys one by one, whatever characters they have. */
export const keysSelection = (keys: readonly string[]): string => keys.map(quotedIfNeeded).join(", ");

const quotedIfNeeded = (key: string): string => (/^[\w./-]+$/.test(key) && !["and", "or", "not"].includes(key) ? key : `"${key.replaceAll(/["\\]/g, "\\$&")}"`);

interface Token {
  readonly type: "word" | "quoted" | "(" | ")" | "," | "+" | "end";
  readonly text: string;
  /** From 1. */
  readonly column: number;
  /** Follows the token before without a space. */
  readonly glued: boolean;
}

const tokenPattern = /(?<space>\s+)|"(?<quoted>(?:[^"\\]|\\.)*)"|(?<mark>[(),+])|(?<word>[^\s(),+"]+)/gy;

function tokens(selection: string): readonly Token[] {
  const found: Token[] = [];
  let glued = false;
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < selection.length) {
    const column = tokenPattern.lastIndex + 1;
    const match = tokenPattern.exec(selection);
    if (match?.groups === undefined) throw new HeadwaterError("SELECTION_INVALID", { selection, column, expected: 'a closing double quote (")' });
    const { space, quoted, mark, word } = match.groups;
    if (space === undefined) {
      const type = quoted !== undefined ? "quoted" : ((mark as "(" | ")" | "," | "+" | undefined) ?? "word");
      found.push({ type, text: quoted?.replaceAll(/\\(.)/g, "$1") ?? mark ?? word ?? "", column, glued });
    }
    glued = space === undefined;
  }
  found.push({ type: "end", text: "", column: selection.length + 1, glued: false });
  return found;
}

const levels = /^\d+$/;
const maximumDepth = 100;

/**
 * Parses a selection.
 * @throws HeadwaterError `SELECTION_INVALID` with the column (from 1) and what was expected there.
 */
export function parseSelection(selection: string): Selection {
  const list = tokens(selection);
  let position = 0;
  let depth = 0;
  const peek = (ahead = 0): Token => list[Math.min(position + ahead, list.length - 1)] as Token;
  const take = (): Token => list[Math.min(position++, list.length - 1)] as Token;
  const fail = (expected: string, at: Token = peek()): never => {
    throw new HeadwaterError("SELECTION_INVALID", { selection, column: at.column, expected });
  };
  const isWord = (word: string): boolean => peek().type === "word" && peek().text === word;

  function alternatives(): Selection {
    return joined("or", conjunction, () => peek().type === "," || isWord("or"));
  }
  function conjunction(): Selection {
    return joined("and", negation, () => isWord("and"));
  }
  /** A list, however long, is one level: lists of thousands of keys come from programs. */
  function joined(kind: "or" | "and", part: () => Selection, goesOn: () => boolean): Selection {
    const first = part();
    const of = [first];
    while (goesOn()) {
      take();
      of.push(part());
    }
    return of.length === 1 ? first : { kind, of };
  }
  function negation(): Selection {
    if (!isWord("not")) return neighbours();
    take();
    return { kind: "not", of: nested(negation) };
  }
  function nested(part: () => Selection): Selection {
    if (depth === maximumDepth) return fail(`at most ${maximumDepth} levels of parentheses and not`);
    depth += 1;
    const inner = part();
    depth -= 1;
    return inner;
  }
  function neighbours(): Selection {
    const up = levelsBefore();
    const of = primary();
    const down = levelsAfter();
    return up === 0 && down === 0 ? of : { kind: "neighbours", of, up, down };
  }
  /** `+a`: all upstream; `2+a`: two levels. */
  function levelsBefore(): number {
    if (peek().type === "+") {
      take();
      return Number.POSITIVE_INFINITY;
    }
    if (peek().type === "word" && levels.test(peek().text) && peek(1).type === "+" && peek(1).glued && peek(2).glued && peek(2).type !== "end") {
      const depth = Number(take().text);
      take();
      return depth;
    }
    return 0;
  }
  /** `a+`: all downstream; `a+2`: two levels. */
  function levelsAfter(): number {
    if (peek().type !== "+" || !peek().glued) return 0;
    take();
    if (!peek().glued || peek().type !== "word") return Number.POSITIVE_INFINITY;
    if (!levels.test(peek().text)) return fail("a number of levels, a space or the end after +");
    return Number(take().text);
  }
  function primary(): Selection {
    const token = peek();
    if (token.type === "(") {
      take();
      const inner = nested(alternatives);
      if (peek().type !== ")") return fail("a closing parenthesis");
      take();
      return inner;
    }
    if (token.type === "quoted") return { kind: "key", key: take().text, column: token.column };
    if (token.type !== "word" || ["and", "or"].includes(token.text))
      return fail("an asset key, a pattern, a filter such as group:g, or an opening parenthesis");
    return word(take());
  }
  function word(token: Token): Selection {
    const attribute = attributes.find((name) => token.text.startsWith(`${name}:`));
    if (attribute !== undefined) return filter(attribute, token);
    if (peek().type === "(" && peek().glued) return call(token);
    if (token.text.includes("*")) return { kind: "pattern", pattern: token.text };
    return { kind: "key", key: token.text, column: token.column };
  }
  function filter(attribute: Attribute, token: Token): Selection {
    const rest = token.text.slice(attribute.length + 1);
    const value = rest === "" && peek().type === "quoted" && peek().glued ? take().text : rest;
    if (value === "") return fail(`a value after ${attribute}:`);
    if (attribute === "status" && !statuses.includes(value.toLowerCase())) return fail(`one of ${statuses.map((name) => `status:${name}`).join(", ")}`, token);
    return { kind: "attribute", attribute, value };
  }
  function call(token: Token): Selection {
    const name = functions.find((known) => known === token.text);
    if (name === undefined) return fail(`one of ${functions.map((known) => `${known}()`).join(", ")}`, token);
    take();
    if (peek().type !== ")") return fail("a closing parenthesis");
    take();
    return { kind: "function", name };
  }

  const result = alternatives();
  if (peek().type !== "end") fail("a comma, and, or, not, or the end");
  return result;
}
