/** Light, dark, or as the system has it. `public/theme.js` applies the choice before the first paint; this changes it. */
import { useSyncExternalStore } from "react";

export const themeChoices = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const key = "headwater.theme";

function read(): ThemeChoice {
  const stored = localStorage.getItem(key);
  return stored === "light" || stored === "dark" ? stored : "system";
}

/** The theme script listens to `storage` events, which the browser sends to other tabs only: this one is told by hand. */
function choose(choice: ThemeChoice): void {
  if (choice === "system") localStorage.removeItem(key);
  else localStorage.setItem(key, choice);
  window.dispatchEvent(new StorageEvent("storage", { key }));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("storage", listener);
  return () => window.removeEventListener("storage", listener);
}

export function useTheme(): readonly [ThemeChoice, (choice: ThemeChoice) => void] {
  return [useSyncExternalStore<ThemeChoice>(subscribe, read, () => "system"), choose];
}
