/** What assets were called before, so that a new name loses nothing. */
import type { SerializedDefinitions } from "./asset-node.ts";

export interface Rename {
  readonly asset: string;
  /** A key that it had before. */
  readonly former: string;
}

/** All former keys among definitions. One that is a key again is none. */
export function renamesOf({ assets }: SerializedDefinitions): readonly Rename[] {
  const keys = new Set(assets.map((node) => node.key));
  return assets.flatMap(({ key, formerly = [] }) => formerly.filter((former) => !keys.has(former)).map((former) => ({ asset: key, former })));
}
