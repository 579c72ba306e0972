/** Modules of the user as they lie on disk, read and parsed once for each content. */
import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { sha256 } from "@headwater/core/engine";
import type { DefinitionCode } from "./definition-code.ts";
import { type ModuleOutline, outlineOf } from "./module-outline.ts";

/** What was found out of texts, by their hashes: given to the next analysis, it looks only at what changed. */
export interface ModuleCache {
  readonly outlines: Map<string, ModuleOutline | null>;
  /** Codes of definitions by all that they depend on. */
  codes: Map<string, DefinitionCode>;
}

export const createModuleCache = (): ModuleCache => ({ outlines: new Map(), codes: new Map() });

export interface LocalModule {
  readonly file: string;
  /** SHA-256 of what lies in the file. */
  readonly hash: string;
  readonly text: string;
  /** `null` where it is no code that can be parsed: then it counts as a whole. */
  readonly outline: ModuleOutline | null;
}

/** @returns What reads a module; each file once. A file that cannot be read is empty, and counts as what cannot be followed. */
export function moduleReader(cache: ModuleCache): (file: string) => LocalModule {
  const modules = new Map<string, LocalModule>();
  return (file) => {
    const known = modules.get(file);
    if (known !== undefined) return known;
    const module = readModule(file, cache);
    modules.set(file, module);
    return module;
  };
}

const code: ReadonlySet<string> = new Set([".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx"]);

function readModule(file: string, { outlines }: ModuleCache): LocalModule {
  const content = contentOf(file);
  const hash = sha256(content);
  const text = content.toString("utf8");
  const extension = extname(file);
  const key = `${extension}:${hash}`;
  const outline = outlines.has(key) ? (outlines.get(key) ?? null) : code.has(extension) ? outlineOf(file, text) : null;
  outlines.set(key, outline);
  return { file, hash, text, outline };
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

const lineStarts = new WeakMap<LocalModule, readonly number[]>();

function startsOf(module: LocalModule): readonly number[] {
  const known = lineStarts.get(module);
  if (known !== undefined) return known;
  const starts = [0];
  for (let end = module.text.indexOf("\n"); end >= 0; end = module.text.indexOf("\n", end + 1)) starts.push(end + 1);
  lineStarts.set(module, starts);
  return starts;
}

/** The line of a position, from 1. */
export function lineOf(module: LocalModule, position: number): number {
  const starts = startsOf(module);
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle;
  }
  return low + 1;
}

/** The position of a line and column, both from 1. */
export const positionOf = (module: LocalModule, line: number, column: number): number => (startsOf(module)[line - 1] ?? 0) + column - 1;

/** A file that exports by assignment has no names that could be told apart. */
export function isCommonJs({ file, outline, text }: LocalModule): boolean {
  if (outline === null) return false;
  return /\.c[jt]s$/.test(file) || (!outline.isModule && /\b(module|exports|require)\b/.test(text));
}

/** What a JSON file says, however it is written. */
export function jsonText({ text, hash }: LocalModule): string {
  try {
    // The order of its keys is seen by who goes through them.
    return JSON.stringify(JSON.parse(text.replace(/^\uFEFF/, "")));
  } catch {
    return hash;
  }
}
