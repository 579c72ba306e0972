/** The state of the selection box: its text, and the list of what may stand at the caret, worked by keyboard. */
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type RefObject, useState } from "react";
import { flushSync } from "react-dom";
import { useDraft } from "../ui/use-draft.ts";
import { type Completion, completeSelection } from "./complete-selection.ts";
import { recentSelections } from "./recent-selections.ts";
import { vocabularyOptions } from "./vocabulary.ts";

interface CompletionState {
  readonly text: string;
  readonly isOpen: boolean;
  readonly items: readonly Completion[];
  /** Index of the option that Enter takes; -1 without one. */
  readonly active: number;
  readonly write: (text: string, caret: number) => void;
  readonly moveCaret: (caret: number) => void;
  readonly open: () => void;
  readonly close: () => void;
  readonly take: (at: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const noWords = { keys: [], groups: [], kinds: [], tags: [], owners: [] };

/** @param commit takes the whole text as the selection */
export function useCompletion(value: string, input: RefObject<HTMLInputElement | null>, commit: (text: string) => void): CompletionState {
  const [text, setText] = useDraft(value);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [caret, setCaret] = useState(value.length);
  const { data: vocabulary } = useQuery({ ...vocabularyOptions(), enabled: isOpen });

  const completions = isOpen ? completeSelection(text, caret, vocabulary ?? noWords) : null;
  const recent = isOpen && text === "" ? recentSelections().map((insert) => ({ insert, detail: "recent" })) : [];
  const items = [...recent, ...(completions?.items ?? [])];
  const close = (): void => {
    setOpen(false);
    setActive(-1);
  };
  const write = (next: string, at: number): void => {
    setText(next);
    setCaret(at);
    setOpen(true);
    setActive(-1);
  };
  const take = (at: number): void => {
    const item = items[at];
    if (item === undefined || completions === null) return;
    if (at < recent.length) {
      setText(item.insert);
      close();
      commit(item.insert);
      return;
    }
    const before = text.slice(0, completions.from) + item.insert;
    // Written at once, because the caret belongs behind it.
    flushSync(() => {
      write(before + text.slice(completions.to), before.length);
      setOpen(item.insert.endsWith(":"));
    });
    input.current?.setSelectionRange(before.length, before.length);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!isOpen) setOpen(true);
      // One place more than there are options: between the last and the first is the text itself.
      const places = items.length + 1;
      setActive(isOpen ? ((active + 1 + step + places) % places) - 1 : step === 1 ? 0 : -1);
    } else if (event.key === "Enter" && isOpen && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      close();
    }
  };
  return { text, isOpen: isOpen && items.length > 0, items, active, write, moveCaret: setCaret, open: () => setOpen(true), close, take, onKeyDown };
}
