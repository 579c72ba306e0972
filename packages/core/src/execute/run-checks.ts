/** Runs the checks of an asset on what was stored. A check that goes wrong is a failed check, and never a failed step. */
import type { CheckContext } from "../define/context.ts";
import type { AssetDefinition, CheckDefinition } from "../define/definition.ts";
import { there } from "../define/external.ts";
import { loadStored } from "../io/load-stored.ts";
import type { ValueStore } from "../io/value-store.ts";
import { asJson } from "../model/as-json.ts";
import type { StoredValue } from "../model/cell.ts";
import type { CheckResult } from "../model/check.ts";
import { describeValue } from "../model/describe-value.ts";
import { errorInfo } from "../model/error-info.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { Redactor } from "./redact.ts";

export interface CheckEnvironment {
  readonly values: ValueStore;
  readonly redactor: Redactor;
  readonly context: CheckContext;
}

/**
 * One after the other, each on a value of its own: what one does to it, the next does not see.
 * @throws the reason of the context's signal, and what cannot be loaded (`VALUE_MISSING`, `VALUE_CORRUPT`).
 */
export async function runChecks(definition: AssetDefinition, stored: StoredValue | null, environment: CheckEnvironment): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of definition.checks) {
    const value = stored === null ? there : await loadStored(environment.values, stored, definition.key);
    results.push(await resultOf(definition.key, check, value, environment));
    environment.context.signal.throwIfAborted();
  }
  return results;
}

async function resultOf(asset: string, check: CheckDefinition, value: unknown, { context, redactor }: CheckEnvironment): Promise<CheckResult> {
  const { name, severity, blocking } = check;
  try {
    const { passed, message, metadata } = readAnswer(asset, name, await check.run(value, context));
    return { name, severity, blocking, passed, message: message === null ? null : redactor.text(message), metadata: redactor.json(metadata), error: null };
  } catch (thrown) {
    const error = redactor.error(errorInfo(thrown));
    const message = HeadwaterError.is(thrown, "CHECK_ANSWER_INVALID") ? error.message : `check "${name}" threw: ${error.message}`;
    return { name, severity, blocking, passed: false, message, metadata: {}, error };
  }
}

type Answer = Pick<CheckResult, "passed" | "message" | "metadata">;

/** @throws HeadwaterError `CHECK_ANSWER_INVALID` */
function readAnswer(asset: string, check: string, answer: unknown): Answer {
  const refuse = (found: string): never => {
    throw new HeadwaterError("CHECK_ANSWER_INVALID", { asset, check, found });
  };
  if (typeof answer === "boolean") return { passed: answer, message: null, metadata: {} };
  if (typeof answer !== "object" || answer === null || !("passed" in answer)) return refuse(describeValue(answer));
  const { passed, message = null, metadata = {} } = answer as { passed: unknown; message?: unknown; metadata?: unknown };
  if (typeof passed !== "boolean") return refuse(`{ passed: ${describeValue(passed)} }`);
  if (message !== null && typeof message !== "string") return refuse(`{ message: ${describeValue(message)} }`);
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) return refuse(`{ metadata: ${describeValue(metadata)} }`);
  const noted = asJson(metadata) ?? refuse("{ metadata } with a value that is not JSON");
  return { passed, message, metadata: noted as CheckResult["metadata"] };
}
