/** Several outputs of one function, and what reads one of them. */
import { asset, assets, define, source, table } from "@headwater/core";
import { z } from "zod";

const Row = z.object({ x: z.number(), y: z.number() });

export const rows = source("raw/rows", { schema: table(Row), observe: () => "1", load: () => [] });

// #region split
export const split = assets("ml/split", {
  inputs: { rows },
  outputs: { train: table(Row), test: table(Row) },
  run: async ({ rows }) => {
    const all = await rows.rows();
    return { train: all.slice(1), test: all.slice(0, 1) };
  },
});

export const model = asset("ml/model", {
  inputs: { train: split.train },
  output: z.object({ slope: z.number() }),
  run: async ({ train }) => {
    const points = await train.rows();
    return { slope: points.reduce((sum, { x, y }) => sum + y / x, 0) / points.length };
  },
});

export const definitions = define({ include: [rows, split, model] });
// #endregion
