/** Waits for user code no longer than a signal allows, whether that code heeds the signal or not. */

/** @throws the reason of the signal as soon as it is aborted; what `work` does after that concerns nobody. */
export async function interruptible<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const interrupt = (): void => reject(signal.reason);
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    return await Promise.race([work(), interrupted]);
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}
