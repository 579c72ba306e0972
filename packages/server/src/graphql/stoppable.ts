/** A generator that `return()` also ends while it waits. */

/** @param start Begins; what it waits for must end with the signal. */
export function stoppable<T>(start: (signal: AbortSignal) => AsyncGenerator<T, void>): AsyncIterableIterator<T> {
  const stop = new AbortController();
  const generator = start(stop.signal);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => generator.next(),
    return: () => {
      stop.abort();
      return generator.return();
    },
  };
}
