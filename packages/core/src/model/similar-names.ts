/** Which known names somebody may have meant: nearest first, by the number of edits. */
import { distance } from "fastest-levenshtein";

/** Up to three of `known` that are at most a third of `name`'s length away. */
export function similarNames(name: string, known: Iterable<string>): readonly string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  const distances = [...known].map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }));
  const near = distances.filter(({ edits }) => edits <= limit).sort((a, b) => a.edits - b.edits);
  return near.slice(0, 3).map(({ candidate }) => candidate);
}
