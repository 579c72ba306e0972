/** Named places where a test may do something between two statements: throw, wait, or kill the process. */

/** "In" is inside a transaction that has written all it will, and has not committed. Each of them has its crash test. */
export const faultPoints = [
  "in-activation",
  "in-observation",
  "after-observe",
  "in-locked-run",
  "after-plan",
  "after-claim",
  "after-snapshot",
  "during-value-write",
  "before-value-rename",
  "after-value-rename",
  "before-complete",
  "in-completion",
  "after-complete",
] as const;
export type FaultPoint = (typeof faultPoints)[number];

const actions = new Map<FaultPoint, () => void>();

/** Does what is armed under `name`; nothing otherwise. */
export const faultPoint = (name: FaultPoint): void => actions.get(name)?.();

/** Lets `action` happen whenever the place called `name` is passed. */
export function armFaultPoint(name: FaultPoint, action: () => void): void {
  actions.set(name, action);
}
