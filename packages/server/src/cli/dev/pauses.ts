/** How long to wait before something that ended is started again: longer each time, unless it did well for a while. */

const restartMs = { first: 500, longest: 15_000, healthyAfter: 30_000 };

/** Of one thing that is started again and again. Each call is for one end of it: answers a time in milliseconds. */
export function createPauses(): (aliveForMs: number) => number {
  let next = restartMs.first;
  return (aliveForMs) => {
    if (aliveForMs > restartMs.healthyAfter) next = restartMs.first;
    const pause = next;
    next = Math.min(next * 2, restartMs.longest);
    return pause;
  };
}
