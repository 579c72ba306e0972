/** The one serialised form of an error: what events, GraphQL and the CLI carry. */

export interface ErrorInfo {
  readonly name: string;
  readonly message: string;
  readonly stack: string | null;
  readonly code: string | null;
  readonly cause: ErrorInfo | null;
}

const maximumDepth = 8;

/** Turns whatever was thrown (an Error, a string, nothing at all) into an {@link ErrorInfo}. */
export function errorInfo(thrown: unknown, depth = 0): ErrorInfo {
  if (!(thrown instanceof Error)) {
    return { name: "Error", message: `A value that is not an Error was thrown: ${describe(thrown)}`, stack: null, code: null, cause: null };
  }
  const code = (thrown as { code?: unknown }).code;
  return {
    name: thrown.name,
    message: thrown.message,
    stack: thrown.stack ?? null,
    code: typeof code === "string" ? code : null,
    cause: thrown.cause === undefined || depth >= maximumDepth ? null : errorInfo(thrown.cause, depth + 1),
  };
}

function describe(value: unknown): string {
  try {
    return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  } catch {
    return Object.prototype.toString.call(value);
  }
}
