/** Who sits at this browser, by their own word: asked once, and recorded with what they do by hand. */
const key = "headwater.author";

export const readAuthor = (): string => localStorage.getItem(key) ?? "";

export function keepAuthor(name: string): void {
  if (name === "") localStorage.removeItem(key);
  else localStorage.setItem(key, name);
}
