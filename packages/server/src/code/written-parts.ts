/** Finds the source of a definition by the calls that made it, and reads its parts there. */
import { pathToFileURL } from "node:url";
import { type AnyDefinition, functionKey } from "@headwater/core/engine";
import { userFile } from "../worker/user-code/is-user-code.ts";
import { type CallSite, callSite } from "./call-site.ts";
import type { CodeGraph } from "./code-graph.ts";
import { type CodeContent, type CodeNode, linksOnly, linkTo } from "./code-node.ts";
import { definitionParts, type Part, resourceParts, type SpecParts } from "./definition-parts.ts";
import { type LocalModule, positionOf } from "./local-module.ts";
import { coverageOf, coversNothing } from "./params-coverage.ts";
import { type PartContent, partContent, type Untracked } from "./part-content.ts";
import { Values } from "./values.ts";

type Frame = AnyDefinition["calls"][number];

const known = new Map<string, boolean>();

/** Whether a call stands in code of the user, and not in a package. */
export function isOfUser({ file }: Frame): boolean {
  const isOf = known.get(file) ?? userFile(pathToFileURL(file).href) !== null;
  known.set(file, isOf);
  return isOf;
}

export interface WrittenPart {
  readonly name: string;
  readonly group: Part["group"];
  readonly content: CodeContent;
  readonly module: LocalModule;
  readonly start: number;
  readonly end: number;
}

export interface WrittenParts {
  readonly parts: readonly WrittenPart[];
  /** Variables that functions capture and nothing counts. */
  readonly untracked: readonly Untracked[];
  /** Why more counts than the parts; `null`: they are all. */
  readonly unfollowed: string | null;
  /** The file that declares it. */
  readonly module: LocalModule;
}

/** @returns `null` where none of the calls is in code of the user: then the package that made it is its source. */
export function writtenParts(definition: AnyDefinition, graph: CodeGraph): WrittenParts | null {
  const own = partsOf(definition, functionKey(definition), graph, (call, values) => definitionParts(definition, call, values, graph));
  if (own === null) return null;
  const tracked = Object.entries(definition.resources).filter(([, resource]) => resource.tracked && resource.codeVersion === null);
  const resources = tracked.flatMap(([name, resource]) => partsOf(resource, null, graph, (call, values) => resourceParts(name, call, values)) ?? []);
  const all = [own, ...resources];
  return {
    module: own.module,
    parts: all.flatMap(({ parts }) => parts),
    untracked: all.flatMap(({ untracked }) => untracked),
    unfollowed: all.find(({ unfollowed }) => unfollowed !== null)?.unfollowed ?? null,
  };
}

type ReadParts = (call: CallSite, values: Values) => SpecParts;

function partsOf({ calls }: { readonly calls: readonly Frame[] }, key: string | null, graph: CodeGraph, read: ReadParts): WrittenParts | null {
  const frames = calls.filter(isOfUser);
  const [first] = frames;
  if (first === undefined) return null;
  const sites = frames.map((frame, index) => callSite(graph.module(frame.file), frame, index === 0 ? key : null));
  const values = new Values(graph, sites);
  const [call = null] = sites;
  // Where a package calls Headwater, all that it was given counts.
  const { parts, params } = call === null ? { parts: [], params: null } : first === calls[0] ? read(call, values) : wholeCall(call);
  const context = { graph, follow: values, covers: params === null ? coversNothing : coverageOf(params) };
  const contents = parts.map((part) => partContent(part.values, context));
  const [unresolved] = contents.flatMap((content) => content.unresolved);
  const unfollowed = parts.length === 0 ? "the call that declares it" : unresolved === undefined ? null : `\`${unresolved.name}\``;
  return {
    module: graph.module(first.file),
    parts: [...parts.map((part, index) => written(part, contents[index] as PartContent)), ...(unfollowed === null ? [] : [whole(frames, graph)])],
    untracked: contents.flatMap((content) => content.untracked),
    unfollowed,
  };
}

const wholeCall = (call: CallSite): SpecParts => ({
  parts: [{ name: "spec", group: "body", values: [{ node: call.call, site: call }], shown: call.call, site: call }],
  params: null,
});

const written = ({ name, group, shown, site }: Part, content: PartContent): WrittenPart => ({
  ...{ name, group, content },
  ...{ module: site.module, start: shown.start, end: shown.end },
});

/** The declarations of the top level around all calls that led to the definition. */
function whole(frames: readonly Frame[], graph: CodeGraph): WrittenPart {
  const nodes = frames.map((frame) => topLevelAt(graph.module(frame.file), frame, graph));
  const first = nodes[0] as CodeNode;
  const links = [...new Set(nodes)].map((node) => linkTo(node, []));
  return { name: "definition", group: "body", content: linksOnly(links), module: first.module, start: first.start, end: first.end };
}

function topLevelAt(module: LocalModule, frame: Frame, graph: CodeGraph): CodeNode {
  const { outline } = module;
  if (outline === null) return graph.file(module);
  const position = positionOf(module, frame.line, frame.column);
  const isAround = ({ start, end }: { readonly start: number; readonly end: number }) => start <= position && position < end;
  const declaration = [...outline.declarations.values()].find(({ statement, nodes }) => isAround(statement) || nodes.some(isAround));
  if (declaration !== undefined) return graph.declaration(module, declaration, false);
  const statement = outline.statements.find(isAround);
  return statement === undefined ? graph.file(module) : graph.statement(module, statement, false);
}
