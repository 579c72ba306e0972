/** What a declaration found out about itself and `define` needs: its problems, and the very objects it refers to. */
import type { ErrorCode, HeadwaterError, Problem } from "../model/errors.ts";
import type { AnyDefinition } from "./definition.ts";

export interface Draft {
  readonly problems: readonly Problem[];
  /** The definitions that inputs and `after` refer to, under the name that errors use for them. */
  readonly references: ReadonlyMap<string, AnyDefinition>;
}

/** A global symbol, so that two copies of this package understand each other. */
const draftSymbol: unique symbol = Symbol.for("headwater.draft") as never;

export function attachDraft(definition: AnyDefinition, draft: Draft): void {
  Object.defineProperty(definition, draftSymbol, { value: draft });
}

const nothing: Draft = { problems: [], references: new Map() };

export const draftOf = (definition: AnyDefinition): Draft => (definition as { [draftSymbol]?: Draft })[draftSymbol] ?? nothing;

/** An error as data, at the place of its declaration. */
export const problemFrom = (error: HeadwaterError<ErrorCode>, definition: Pick<AnyDefinition, "key" | "declaredAt"> | null): Problem => ({
  code: error.code,
  severity: "error",
  message: error.message,
  fix: error.fix,
  asset: definition?.key ?? null,
  file: definition?.declaredAt?.file ?? null,
  line: definition?.declaredAt?.line ?? null,
});
