/** The theme switch of the header: each click takes the next of system, light and dark. */
import { type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
import { IconButton } from "../ui/button.tsx";
import { type ThemeChoice, themeChoices, useTheme } from "./theme.ts";

const icons: { readonly [C in ThemeChoice]: LucideIcon } = { system: Monitor, light: Sun, dark: Moon };

export function ThemeButton() {
  const [theme, choose] = useTheme();
  const next = themeChoices[(themeChoices.indexOf(theme) + 1) % themeChoices.length] ?? "system";
  return <IconButton icon={icons[theme]} label={`Theme: ${theme}. Switch to ${next}`} onClick={() => choose(next)} />;
}
