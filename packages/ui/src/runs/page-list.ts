/** A long list in a page that scrolls as a whole: only what is in sight is in the document. */
import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { type RefObject, useLayoutEffect, useRef, useState } from "react";

interface PageList {
  /** For the list element, whose place in the page is measured. */
  readonly list: RefObject<HTMLOListElement | null>;
  readonly shown: readonly VirtualItem[];
  /** Room above and below what is shown. */
  readonly style: { readonly paddingTop: number; readonly paddingBottom: number };
  readonly measure: (element: HTMLElement | null) => void;
}

const overscan = 10;
const scroller = (): HTMLElement | null => document.getElementById("main");

/** @param estimate height of a line in pixels, until it is measured */
export function usePageList(count: number, estimate: (index: number) => number, keyOf: (index: number) => string): PageList {
  const list = useRef<HTMLOListElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    const main = scroller();
    if (main === null) return undefined;
    const measure = (): void => {
      const top = list.current?.getBoundingClientRect().top;
      if (top !== undefined) setScrollMargin(Math.round(top - main.getBoundingClientRect().top + main.scrollTop));
    };
    // What stands above the list may grow and shrink.
    const observer = new ResizeObserver(measure);
    for (const child of main.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  const virtualizer = useVirtualizer({ count, getScrollElement: scroller, estimateSize: estimate, getItemKey: keyOf, overscan, scrollMargin });
  const shown = virtualizer.getVirtualItems();
  const first = shown[0];
  const last = shown.at(-1);
  return {
    list,
    shown,
    style: {
      paddingTop: first === undefined ? 0 : first.start - scrollMargin,
      paddingBottom: last === undefined ? 0 : virtualizer.getTotalSize() - (last.end - scrollMargin),
    },
    measure: virtualizer.measureElement,
  };
}
