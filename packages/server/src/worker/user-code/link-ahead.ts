/** Packages that user code imports, made ready before they are needed: found, read, compiled and linked, while none of their code runs. */
import { userFile } from "./is-user-code.ts";

const imported = new Set<string>();

/** A module that user code imports; nothing where it is user code itself, or part of Node. */
export function noteImport(url: string): void {
  if (url.startsWith("file:") && userFile(url) === null) imported.add(url);
}

/** URLs of the modules of packages that user code has imported in this process. */
export const importedFromPackages = (): readonly string[] => [...imported];

/**
 * They run when user code imports them, and not before: it may have to set something up for them. What cannot be linked is left to that import.
 * A module whose first import throws while it runs has all its imports linked, and runs none of the others (ECMAScript, InnerModuleEvaluation).
 */
export async function linkAhead(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const text = `import "data:text/javascript,throw null"; import ${JSON.stringify(url)};`;
    await import(`data:text/javascript,${encodeURIComponent(text)}`).catch(() => undefined);
  }
}
