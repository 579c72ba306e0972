/** The little that `dev` asks its own server. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

export interface Api {
  readonly url: string;
  readonly token: string | null;
}

const patienceMs = 20_000;

/** Resolves once the server can answer; `false` where it cannot for too long. */
export async function isReady({ url, token }: Api): Promise<boolean> {
  for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await sleep(50)) {
    const answer = await fetch(`${url}/ready`, { headers: credentials(token) }).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return true;
  }
  return false;
}

const credentials = (token: string | null): Record<string, string> => (token === null ? {} : { authorization: `Bearer ${token}` });

const Answer = z.object({
  data: z.object({
    materialize: z.object({
      run: z.object({ id: z.string() }).nullable(),
      plan: z.object({ steps: z.array(z.object({ asset: z.string() })) }).nullable(),
      problems: z.array(z.object({ message: z.string(), fix: z.string() })),
    }),
  }),
});

/** Materializes what is stale, and says in a line what that means. */
export async function materializeStale({ url, token }: Api): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...credentials(token) },
    body: JSON.stringify({ query: `mutation { materialize(input: { select: "*" }) { run { id } plan { steps { asset } } problems { message fix } } }` }),
  });
  const { run, plan, problems } = Answer.parse(await response.json()).data.materialize;
  if (problems.length > 0) return problems.map((problem) => `${problem.message} ${problem.fix}`).join("\n");
  const steps = plan?.steps.map((step) => step.asset) ?? [];
  return steps.length === 0 ? "Looking at the sources; nothing is stale so far." : `Run ${run?.id}: ${steps.join(", ")}`;
}
