/** Named places where a test may do something between two statements: throw, wait, or kill the process. */
const actions = new Map<string, () => void>();

/** Does what is armed under `name`; nothing otherwise. */
export const faultPoint = (name: string): void => actions.get(name)?.();

/** Lets `action` happen whenever the place called `name` is passed. */
export function armFaultPoint(name: string, action: () => void): void {
  actions.set(name, action);
}
