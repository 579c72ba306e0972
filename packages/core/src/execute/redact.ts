/** Takes secrets out of what is recorded and printed. */
import type { ErrorInfo } from "../model/error-info.ts";
import type { Json } from "../model/json.ts";

export interface Redactor {
  /** From now on this text is never passed on. */
  hide(secret: string): void;
  text(text: string): string;
  error(error: ErrorInfo): ErrorInfo;
  json<T extends Json>(value: T): T;
}

const mask = "***";

/** Knows no secrets yet. */
export function createRedactor(): Redactor {
  let hidden: readonly string[] = [];
  const text = (given: string): string => hidden.reduce((rest, spelling) => rest.replaceAll(spelling, mask), given);
  const json = (given: Json): Json => {
    if (typeof given === "string") return text(given);
    if (typeof given !== "object" || given === null) return given;
    if (Array.isArray(given)) return given.map(json);
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [text(name), json(value as Json)]));
  };
  const error = (given: ErrorInfo): ErrorInfo => ({
    name: text(given.name),
    message: text(given.message),
    stack: given.stack === null ? null : text(given.stack),
    code: given.code === null ? null : text(given.code),
    cause: given.cause === null ? null : error(given.cause),
  });
  return {
    hide(secret) {
      if (secret === "") return;
      // The longest first: a secret may hold another one.
      hidden = [...new Set([...hidden, ...spellingsOf(secret)])].sort((a, b) => b.length - a.length);
    },
    text,
    error,
    json: (given) => (hidden.length === 0 ? given : (json(given) as typeof given)),
  };
}

/** Shorter lines of a secret, such as a brace, would be found everywhere. */
const shortestLine = 8;

/** Messages are cut and printed line by line, and what is read from a file is often trimmed. */
const linesOf = (secret: string): readonly string[] => secret.split(/[\r\n]+/).flatMap((line) => (line.trim().length < shortestLine ? [] : [line.trim()]));

/** A secret as it stands in a URL, in JSON, in a header, and as it is, whole and by the line. */
const spellingsOf = (secret: string): readonly string[] => [
  secret,
  ...linesOf(secret),
  encodeURIComponent(secret.toWellFormed()),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString("base64"),
];
