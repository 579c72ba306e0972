/** The theme switch of the header. */
import { Menu } from "@base-ui/react/menu";
import { Check, type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
import { useRef } from "react";
import { type ThemeChoice, themeChoices, useTheme } from "./theme.ts";

const looks: { readonly [C in ThemeChoice]: { readonly label: string; readonly icon: LucideIcon } } = {
  system: { label: "System", icon: Monitor },
  light: { label: "Light", icon: Sun },
  dark: { label: "Dark", icon: Moon },
};

export function ThemeMenu() {
  // Opened inside the header, so that its content belongs to a landmark.
  const place = useRef<HTMLDivElement>(null);
  const [theme, choose] = useTheme();
  const Icon = looks[theme].icon;
  return (
    <div ref={place}>
      <Menu.Root modal={false}>
        <Menu.Trigger
          aria-label={`Theme: ${looks[theme].label}`}
          className="inline-flex size-8 items-center justify-center rounded-lg text-ink-2 hover:bg-accent-soft hover:text-ink data-popup-open:bg-accent-soft"
        >
          <Icon aria-hidden size={17} />
        </Menu.Trigger>
        <Menu.Portal container={place}>
          <Menu.Positioner sideOffset={6} align="end" className="z-50">
            <Menu.Popup className="appear min-w-36 rounded-xl border border-line bg-raised p-1 shadow-card outline-none">
              <Menu.RadioGroup value={theme} onValueChange={choose}>
                {themeChoices.map((choice) => (
                  <ThemeItem key={choice} choice={choice} />
                ))}
              </Menu.RadioGroup>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}

function ThemeItem({ choice }: { readonly choice: ThemeChoice }) {
  const { label, icon: Icon } = looks[choice];
  return (
    <Menu.RadioItem
      value={choice}
      closeOnClick
      className="flex min-h-8 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 outline-none data-highlighted:bg-accent-soft"
    >
      <Icon aria-hidden size={15} className="text-ink-3" />
      <span className="grow">{label}</span>
      <Menu.RadioItemIndicator>
        <Check aria-hidden size={15} className="text-accent" />
      </Menu.RadioItemIndicator>
    </Menu.RadioItem>
  );
}
