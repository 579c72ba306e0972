/** The scene of the lineage page: its assets, and the steps of the run that is shown. */
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { runOptions } from "../runs/options.ts";
import { createSceneBuilder, type Lineage, type Scene } from "./scene.ts";
import type { LineageAddress } from "./use-lineage-address.ts";

export function useLineageScene(lineage: Lineage | undefined, { run: id }: Pick<LineageAddress, "run">): Scene | undefined {
  const [build] = useState(createSceneBuilder);
  const { data: run } = useQuery({ ...runOptions(id ?? ""), enabled: id !== null });
  return useMemo(() => lineage && build(lineage, (id !== null && run) || null), [build, lineage, id, run]);
}
