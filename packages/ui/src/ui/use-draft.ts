/** Text that is being written and not yet taken; whenever the taken value becomes another, it begins from that. */
import { useState } from "react";

export function useDraft(value: string): readonly [string, (text: string) => void] {
  const [draft, setDraft] = useState({ value, text: value });
  // While rendering, not in an effect: an effect would take back what was written before it ran.
  if (draft.value !== value) setDraft({ value, text: value });
  return [draft.value === value ? draft.text : value, (text) => setDraft({ value, text })];
}
