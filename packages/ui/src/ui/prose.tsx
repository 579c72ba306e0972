/** A text of the server, in which backticks enclose names from code. */
export function Prose({ text }: { readonly text: string }) {
  // Every other piece stood between backticks; an odd one out is a backtick of its own.
  const pieces = text.split("`");
  if (pieces.length % 2 === 0) return text;
  return pieces.map((piece, index) =>
    index % 2 === 0 ? (
      piece
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name than their place
      <code key={index} className="rounded bg-sunken px-1 py-0.5 font-mono text-[0.92em] break-words">
        {piece}
      </code>
    ),
  );
}
