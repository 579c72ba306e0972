/** Puts a text into the clipboard. */

/** @throws {Error} that says what to do instead, where the browser gives no clipboard to the page */
export async function copyText(text: string): Promise<void> {
  const { clipboard }: { readonly clipboard?: Clipboard } = navigator;
  if (clipboard === undefined) throw new Error("Browsers give the clipboard only to pages that come over HTTPS or from this machine.");
  await clipboard.writeText(text);
}
