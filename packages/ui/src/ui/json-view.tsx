/** JSON as it would be written by hand, in a box that scrolls. */
import type { Json } from "../graphql/graphql.ts";

export function JsonView({ value, label }: { readonly value: Json; readonly label: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-lg border border-line bg-sunken p-3"
    >
      <pre className="font-mono text-xs leading-relaxed">{JSON.stringify(value, null, 2)}</pre>
    </section>
  );
}
