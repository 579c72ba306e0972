/** Finds steps of a run by a part of their name. */
import type { PlacedStep } from "./options.ts";

const atOnce = 50;

/** The first of those that match; what was tried comes before what was not, since it has something to say. */
export function findSteps<S extends Pick<PlacedStep, "asset" | "attempts">>(steps: readonly S[], text: string): readonly S[] {
  const wanted = text.trim().toLowerCase();
  const matching = steps.filter(({ asset }) => asset.key.toLowerCase().includes(wanted));
  return matching.toSorted((a, b) => Number(b.attempts > 0) - Number(a.attempts > 0)).slice(0, atOnce);
}
