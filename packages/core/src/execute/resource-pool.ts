/** The resources that this process has open: opened when they are first needed, shared by all steps, closed together. */
import type { AnyDefinition } from "../define/definition.ts";
import { isSecret, type ResourceDefinition } from "../define/resource.ts";
import { HeadwaterError } from "../model/errors.ts";
import { interruptible } from "./interruptible.ts";
import { createRedactor, type Redactor } from "./redact.ts";

/** The value of a secret; `undefined` where it is not set. */
export type ReadSecret = (name: string) => string | undefined;

export interface ResourcePool extends AsyncDisposable {
  /**
   * What an asset or a source declares as its resources, opened where they are not yet.
   * @throws HeadwaterError `RESOURCE_FAILED`, `SECRET_MISSING`; the next call tries again. The reason of the signal when it interrupts.
   */
  open(user: Pick<AnyDefinition, "key" | "resources">, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
  /** Takes the secrets that were read out of what is recorded. */
  readonly redactor: Redactor;
}

/** Disposing closes in the reverse order of opening. */
export function createResourcePool(readSecret: ReadSecret = () => undefined): ResourcePool {
  const redactor = createRedactor();
  const stopping = new AbortController();
  const closing = new AsyncDisposableStack();
  const opened = new Map<ResourceDefinition, Promise<unknown>>();

  const openNew = async (definition: ResourceDefinition, place: Place): Promise<unknown> => {
    const config = configOf(definition, place, readSecret, redactor);
    const value = await definition.open({ config, signal: stopping.signal });
    const { close } = definition;
    if (close !== null) closing.adopt(value, async () => void (await close(value)));
    return value;
  };
  /** One call of `open`, however many steps ask at the same time; one that failed is forgotten. */
  const openOnce = (definition: ResourceDefinition, place: Place): Promise<unknown> => {
    const known = opened.get(definition);
    if (known !== undefined) return known;
    const opening = openNew(definition, place).catch((error: unknown) => {
      opened.delete(definition);
      throw error;
    });
    opened.set(definition, opening);
    return opening;
  };
  return {
    redactor,
    async open({ key, resources }, signal) {
      const values: Record<string, unknown> = {};
      for (const [resource, definition] of Object.entries(resources)) {
        stopping.signal.throwIfAborted();
        values[resource] = await interruptible(signal, () => namingErrors(openOnce(definition, { asset: key, resource }), { asset: key, resource }, signal));
      }
      return values;
    },
    async [Symbol.asyncDispose]() {
      stopping.abort(new Error("This process is stopping."));
      await Promise.allSettled(opened.values());
      await closing.disposeAsync();
    },
  };
}

/** Who asked for a resource, and by which name: for errors. */
interface Place {
  readonly asset: string;
  readonly resource: string;
}

async function namingErrors<T>(opening: Promise<T>, place: Place, signal: AbortSignal): Promise<T> {
  try {
    return await opening;
  } catch (cause) {
    if (signal.aborted || HeadwaterError.is(cause, "SECRET_MISSING")) throw cause;
    throw new HeadwaterError("RESOURCE_FAILED", { ...place, problem: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}

function configOf(definition: ResourceDefinition, place: Place, readSecret: ReadSecret, redactor: Redactor): unknown {
  if (definition.config === null) return {};
  const values = Object.entries(definition.values).map(([name, value]) => [
    name,
    isSecret(value) ? secretValue(value.name, place, readSecret, redactor) : value,
  ]);
  const result = definition.config.safeParse(Object.fromEntries(values));
  if (result.success) return result.data;
  throw new TypeError(result.error.issues.map((issue) => `${issue.path.join(".") || "config"}: ${issue.message}`).join("; "));
}

function secretValue(name: string, place: Place, readSecret: ReadSecret, redactor: Redactor): string {
  const value = readSecret(name);
  if (value === undefined || value === "") throw new HeadwaterError("SECRET_MISSING", { ...place, name });
  redactor.hide(value);
  return value;
}
