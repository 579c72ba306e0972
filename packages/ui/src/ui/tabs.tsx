/** Tabs of a page. Which one is open stands in the address, so that each can be linked to and gone back from. */
import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
  /** How many there are of what it shows. */
  readonly count?: number;
}

interface TabsProps<Name extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly open: Name;
  readonly onOpen: (name: Name) => void;
  readonly children: ReactNode;
}

export function Tabs<Name extends string>({ label, tabs, open, onOpen, children }: TabsProps<Name>) {
  return (
    <Base.Root value={open} onValueChange={(name) => onOpen(name as Name)}>
      <Base.List aria-label={label} className="mb-5 flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map(({ name, label: text, count }) => (
          <Base.Tab
            key={name}
            value={name}
            data-tab={name}
            className="-mb-px flex min-h-10 items-center gap-1.5 border-b-2 border-transparent px-3 font-medium whitespace-nowrap text-ink-2 -outline-offset-2 hover:text-ink data-active:border-accent data-active:text-ink"
          >
            {text}
            {count !== undefined && <span className="rounded-full bg-sunken px-1.5 text-xs text-ink-2 tabular-nums">{count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel key={open} value={open} className="outline-offset-4">
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
