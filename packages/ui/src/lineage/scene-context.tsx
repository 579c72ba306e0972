/** The scene and what is chosen in it, for the nodes of the graph: they are drawn by the graph library, not by us. */
import { createContext, useContext } from "react";
import type { Scene } from "./scene.ts";

export interface SceneState {
  readonly scene: Scene;
  readonly selected: ReadonlySet<string>;
  /** The selection with all its upstream and downstream; `null` where nothing is selected. */
  readonly lit: ReadonlySet<string> | null;
  /** The one node that the tab key reaches. */
  readonly focused: string | null;
  readonly onSelect: (key: string, toggle: boolean) => void;
  readonly onFocus: (key: string) => void;
}

export const SceneContext = createContext<SceneState | null>(null);

export function useScene(): SceneState {
  const state = useContext(SceneContext);
  if (state === null) throw new Error("useScene belongs inside a lineage graph.");
  return state;
}
