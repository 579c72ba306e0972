/** The selections that were looked at last, kept in this browser. */
const name = "headwater.recent-selections";
const most = 8;

/** The newest first. */
export function recentSelections(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, most) : [];
  } catch {
    return [];
  }
}

export function rememberSelection(text: string): void {
  try {
    localStorage.setItem(name, JSON.stringify([text, ...recentSelections().filter((one) => one !== text)].slice(0, most)));
  } catch {
    // A browser that keeps nothing only forgets.
  }
}
