/** Waits for user code no longer than a signal allows, whether that code heeds the signal or not. */

/**
 * @param graceMs How long work may take to end by itself once the signal is aborted.
 * @throws what `work` throws; or the reason of the signal when the grace is over. What `work` does after that concerns nobody.
 */
export async function interruptible<T>(signal: AbortSignal, work: () => Promise<T>, graceMs = 0): Promise<T> {
  signal.throwIfAborted();
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const giveUp = (): void => reject(signal.reason);
  const interrupt = (): void => {
    if (graceMs === 0) giveUp();
    else timer = setTimeout(giveUp, graceMs);
  };
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    return await Promise.race([work(), interrupted]);
  } finally {
    signal.removeEventListener("abort", interrupt);
    clearTimeout(timer);
  }
}
