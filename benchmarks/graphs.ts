/** Graphs of many small assets whose functions count their calls. */
import { type Asset, asset, define, source } from "@headwater/core";
import type { Definitions } from "@headwater/core/engine";
import { z } from "zod";

type Handle = Asset<z.ZodNumber>;

export interface Graph {
  readonly definitions: Definitions;
  /** How many functions ran since this was last asked. */
  taken(): number;
}

/** Which assets an asset reads, by position. */
type Upstream = (position: number) => readonly number[];

/** Each asset reads the one before. */
export const chain: Upstream = (position) => [position - 1];

/** Layers of a hundred assets; each reads three of the layer before. */
export const layers: Upstream = (position) => [0, 1, 2].map((offset) => Math.floor(position / 100) * 100 - 100 + ((position + offset * 7) % 100));

/** So many assets on one source. `code` is the version of the first one; its result is the same whatever it is. */
export function graphOf(assets: number, upstreamOf: Upstream, code = "1"): Graph {
  let ran = 0;
  const raw = source("raw", { schema: z.number(), observe: () => "v1", load: () => 1 });
  const handles: Handle[] = [];
  for (let position = 0; position < assets; position++) {
    const upstream = upstreamOf(position).filter((other) => other >= 0);
    const inputs: Record<string, Handle> = upstream.length === 0 ? { raw } : Object.fromEntries(upstream.map((other) => [`i${other}`, handles[other] ?? raw]));
    const run = (values: Readonly<Record<string, number>>): number => {
      ran += 1;
      return Object.values(values).reduce((sum, value) => (sum + value) % 1_000, position);
    };
    handles.push(asset(`a/${position}`, { inputs, output: z.number(), codeVersion: position === 0 ? code : "1", run }));
  }
  return {
    definitions: define({ include: [raw, ...handles] }),
    taken() {
      const taken = ran;
      ran = 0;
      return taken;
    },
  };
}
