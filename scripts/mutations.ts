/** One rule of staleness broken by each: a small change of one line of the implementation that the tests must notice. */

export interface Mutation {
  /** The rule that it breaks. */
  readonly rule: string;
  /** Inside `packages/core/src`. */
  readonly file: string;
  /** Occurs in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

const causes = "stale/direct-causes.ts";
const cutoff = "execute/cutoff.ts";
const settling = "execute/settle-run.ts";
const planning = "plan/plan-run.ts";
const stepping = "execute/execute-step.ts";

export const mutations: readonly Mutation[] = [
  {
    rule: "causes come in the order of the rules: code, inputs, config",
    file: causes,
    find: "return [...codeCause(node, trace, scope.manifests), ...inputCauses(node, recorded, current, scope), ...configCause(node, trace)];",
    replace: "return [...configCause(node, trace), ...inputCauses(node, recorded, current, scope), ...codeCause(node, trace, scope.manifests)];",
  },
  {
    rule: "an input that does not trigger is never a cause",
    file: causes,
    find: ".filter((input) => input.triggers);",
    replace: ";",
  },
  {
    rule: "an input that is gone is a cause",
    file: causes,
    find: "...removed.map((input) =>",
    replace: "...removed.slice(removed.length).map((input) =>",
  },
  {
    rule: "an input that does not trigger spreads no status",
    file: "stale/status-of.ts",
    find: ".filter((edge) => edge.triggers)\n",
    replace: "\n",
  },
  {
    rule: "how a source is read is part of its version",
    file: "model/version.ts",
    find: 'hashJson(["source", observed, codeVersion])',
    replace: 'hashJson(["source", observed])',
  },
  {
    rule: "data beyond its maximum age is stale",
    file: causes,
    find: "if (!isTooOld(node, latest, now)) return [];",
    replace: "if (node.maxAgeMs !== undefined || !isTooOld(node, latest, now)) return [];",
  },
  {
    rule: "a report from outside shows as drift",
    file: causes,
    find: "if (report === null || report.dataVersion",
    replace: "if (report !== null || report.dataVersion",
  },
  {
    rule: "what is too old is not taken over",
    file: cutoff,
    find: "found === null || isTooOld(node, found, known.now) ? null",
    replace: "found === null ? null",
  },
  {
    rule: "what drifted is not mended by an earlier computation",
    file: cutoff,
    find: 'cause.code === "EXPIRED" || cause.code === "DRIFT"',
    replace: 'cause.code === "EXPIRED"',
  },
  {
    rule: "`reuse: false` computes anew",
    file: cutoff,
    find: "node.reuse === false || ",
    replace: "",
  },
  {
    rule: "a computation that read `ctx.previous` is not taken over",
    file: "execute/make-output.ts",
    find: "readPrevious() ? randomUUID() : traceKey(trace)",
    replace: "readPrevious() ? traceKey(trace) : traceKey(trace)",
  },
  {
    rule: "only a computation of the same config is taken over",
    file: "model/version.ts",
    find: "hashJson([trace.codeVersion, trace.configHash, inputs",
    replace: "hashJson([trace.codeVersion, inputs",
  },
  {
    rule: "a run that is given config computes",
    file: settling,
    find: " || Object.hasOwn(run.config, node.unit ?? node.key));",
    replace: ");",
  },
  {
    rule: "a volatile asset runs in every plan",
    file: planning,
    find: "?.volatile === true) return",
    replace: "?.volatile === null) return",
  },
  {
    rule: "a manual asset runs where the selection names it",
    file: planning,
    find: ' === "manual" && !named.has(key));',
    replace: ' === "manual");',
  },
  {
    rule: "a wiped cell is missing",
    file: causes,
    find: "state === undefined || state.wiped ? null",
    replace: "state === undefined ? null",
  },
  {
    rule: "whatever lies below a step that may run is conditional",
    file: planning,
    find: "if (above.length > 0) return",
    replace: 'if (above.length > 0 && status.status !== "FRESH") return',
  },
  {
    rule: "a plan is confirmed with the reasons that were shown",
    file: planning,
    find: "causes: step.causes.map(({ code, input, upstream, from, to }) => [code, input, upstream, from, to]),",
    replace: "causes: step.causes.map(({ code, input, upstream }) => [code, input, upstream]),",
  },
  {
    rule: "what is below a failure is skipped",
    file: settling,
    find: 'outcome === "FAILED" || outcome === "SKIPPED" || outcome === "CANCELLED";',
    replace: 'outcome === "SKIPPED" || outcome === "CANCELLED";',
  },
  {
    rule: "causes are computed again when a step has its turn",
    file: stepping,
    find: "due.every((output) => output.isUnchanged)) return",
    replace: "due.every((output) => output.isUnchanged && output.latest === null)) return",
  },
  {
    rule: "a failed blocking check keeps others from reading",
    file: "stale/failed-above.ts",
    find: "return failedBlocking(nodes.get(asset)?.checks, latest?.checks)",
    replace: "return failedBlocking([], latest?.checks)",
  },
  {
    rule: "looks at a source are ordered by their start",
    file: "store/memory/observing.ts",
    find: "look.startedAt < lastLook && ",
    replace: "look.startedAt === lastLook && ",
  },
  {
    rule: "who lost a claim publishes nothing",
    file: "store/memory/executing.ts",
    find: "step?.token === claim.token && step.outcome",
    replace: "step?.outcome",
  },
  {
    rule: "a trace names the event that was read",
    file: "stale/upstream-versions.ts",
    find: "seq: (isSource ? state?.observation?.seq : state?.materialization?.seq) ?? null",
    replace: "seq: (isSource ? state?.materialization?.seq : state?.observation?.seq) ?? null",
  },
  {
    rule: "accepting adopts what was reported",
    file: "execute/by-hand.ts",
    find: "state?.report?.dataVersion ?? latest.trace.dataVersion",
    replace: "latest.trace.dataVersion",
  },
  {
    rule: "outputs of two calls are never put together",
    file: cutoff,
    find: "computations.add(earlier.found.computedBy).size > 1",
    replace: "computations.add(earlier.found.computedBy).size > 9",
  },
  {
    rule: "a failed error check fails the run",
    file: "execute/advance-run.ts",
    find: " || failedChecks.length > 0 || ",
    replace: " || ",
  },
  {
    rule: "another scheme of code versions alone makes nothing stale",
    file: "stale/code-cause.ts",
    find: "recorded.codeVersion === now.codeVersion || isOnlyAnotherScheme(recorded.codeParts, now.codeParts);",
    replace: "recorded.codeVersion === now.codeVersion;",
  },
  {
    rule: "an edit that comes with another scheme of code versions is one",
    file: "stale/code-cause.ts",
    find: "return recorded.module !== undefined && recorded.module === now.module;",
    replace: "return recorded.module !== undefined;",
  },
  {
    rule: "what was computed under another scheme of code versions is taken over only where its code is the same",
    file: cutoff,
    find: "return found !== null && isSameCode(found.trace, node) ? found : null;",
    replace: "return found;",
  },
];
