/** The outcome of a step; where the word alone does not say enough, with its explanation. */
import type { Outcome } from "../graphql/words.ts";
import { Badge } from "../status/badge.tsx";
import { ExplainedBadge } from "../status/explained-badge.tsx";
import { outcomes } from "../status/presentation.ts";

const explained: ReadonlySet<Outcome> = new Set<Outcome>(["UNCHANGED", "REUSED", "SKIPPED", "BLOCKED"]);

export function OutcomeBadge({ outcome, plain = false }: { readonly outcome: Outcome; readonly plain?: boolean }) {
  return explained.has(outcome) ? <ExplainedBadge as={outcomes[outcome]} plain={plain} /> : <Badge as={outcomes[outcome]} plain={plain} />;
}
