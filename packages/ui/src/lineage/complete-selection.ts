/** What may stand at the caret in a selection: keys, filters and their values, functions, operators. */
import { attributeSelection, quoted } from "./selection-text.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface Completion {
  /** What is written in the place of the word at the caret. */
  readonly insert: string;
  /** What it is. */
  readonly detail: string;
}

export interface Completions {
  /** The word at the caret: from here up to there it is replaced. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

const most = 20;
const statuses = ["fresh", "missing", "stale", "unobserved", "upstream_stale"];
const attributes = ["group", "kind", "owner", "status", "tag"] as const;
type Attribute = (typeof attributes)[number];

const filters: readonly Completion[] = [
  { insert: "group:", detail: "assets of a group" },
  { insert: "kind:", detail: "assets of a kind" },
  { insert: "owner:", detail: "assets of an owner" },
  { insert: "status:", detail: "assets with a status" },
  { insert: "tag:", detail: "assets with a tag" },
];
const functions: readonly Completion[] = [
  { insert: "sources()", detail: "all sources" },
  { insert: "roots()", detail: "what reads nothing" },
  { insert: "sinks()", detail: "what nothing reads" },
];
const operators: readonly Completion[] = [
  { insert: "and", detail: "in both" },
  { insert: "or", detail: "in either" },
];
const not: Completion = { insert: "not", detail: "all but these" };

/** @param caret where the next character would be written, from 0 */
export function completeSelection(text: string, caret: number, vocabulary: Vocabulary): Completions {
  const from = wordStart(text, caret);
  const word = text.slice(from, caret);
  const to = caret + (/^[^\s(),+"]*/.exec(text.slice(caret))?.[0].length ?? 0);
  const found = (items: readonly Completion[]): Completions => ({
    from,
    to,
    items: items.filter(({ insert }) => insert !== text.slice(from, to)).slice(0, most),
  });
  const filter = /^(group|kind|owner|status|tag):"?(.*)$/.exec(word);
  if (filter) return found(valuesOf(filter[1] as Attribute, filter[2] ?? "", vocabulary));
  if (followsOperand(text.slice(0, from))) return found(starting(operators, word));
  const others = starting([...filters, ...functions, not], word);
  const keys = ranked(vocabulary.keys, word.replace(/^"/, "")).map((key) => ({ insert: quoted(key), detail: "asset" }));
  return found(word === "" ? [...others, ...keys] : [...keys.slice(0, most - others.length), ...others]);
}

/** Where the word at the caret begins: behind a space or a sign, unless that stands in quotes. */
function wordStart(text: string, caret: number): number {
  let start = 0;
  let inQuotes = false;
  for (let at = 0; at < caret; at += 1) {
    const char = text.charAt(at);
    if (inQuotes && char === "\\") at += 1;
    else if (char === '"') inQuotes = !inQuotes;
    else if (!inQuotes && /[\s(),+]/.test(char)) start = at + 1;
  }
  return start;
}

/** Whether what stands before is whole by itself, so that only an operator can follow. */
function followsOperand(before: string): boolean {
  if (/\+$/.test(before)) return /[^\s(,+]\+$/.test(before) && !/(^|[\s(,])\d+\+$/.test(before);
  const last = /(\S+)\s+$/.exec(before)?.[1];
  return last !== undefined && !/[,(]$/.test(last) && !["and", "or", "not"].includes(last);
}

function valuesOf(attribute: Attribute, typed: string, { groups, kinds, tags, owners }: Vocabulary): readonly Completion[] {
  const values = { group: groups, kind: kinds, tag: tags, owner: owners, status: statuses }[attribute];
  return ranked(values, typed).map((value) => ({ insert: attributeSelection(attribute, value), detail: attribute }));
}

const starting = (items: readonly Completion[], word: string): readonly Completion[] => items.filter(({ insert }) => insert.startsWith(word.toLowerCase()));

/** Those that hold what was typed, the likeliest first: beginning with it, with a segment that begins with it, holding it anywhere. */
function ranked(values: readonly string[], typed: string): readonly string[] {
  const wanted = typed.toLowerCase();
  const rank = (value: string): number => {
    const own = value.toLowerCase();
    if (own.slice(own.lastIndexOf("/") + 1).startsWith(wanted) || own.startsWith(wanted)) return 0;
    return own.includes(`/${wanted}`) ? 1 : own.includes(wanted) ? 2 : 3;
  };
  const ranks = values.map((value) => ({ value, rank: rank(value) })).filter((one) => one.rank < 3);
  return ranks.sort((a, b) => a.rank - b.rank).map(({ value }) => value);
}
