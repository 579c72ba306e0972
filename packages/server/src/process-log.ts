/** What a long-lived process says about itself: one line an event, on stderr. */

export interface ProcessLog {
  info(message: string): void;
  warn(message: string): void;
  /** Reports trouble once: the same trouble is silent until {@link ProcessLog.recovered} was called for its kind. */
  trouble(kind: string, error: unknown): void;
  recovered(kind: string): void;
}

export function createProcessLog(write: (line: string) => void = (line) => process.stderr.write(`${line}\n`)): ProcessLog {
  const reported = new Map<string, string>();
  return {
    info: write,
    warn: (message) => write(`! ${message}`),
    trouble(kind, error) {
      const message = describeError(error);
      if (reported.get(kind) === message) return;
      reported.set(kind, message);
      write(`! ${kind}: ${message}`);
    },
    recovered(kind) {
      if (reported.delete(kind)) write(`${kind}: works again`);
    },
  };
}

/** The message of an error, also of those that hide it in a cause or a list (a refused connection does). */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.message === "") return error.errors.map(describeError).join("; ");
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return error.message === "" ? code || error.name : error.message;
}
