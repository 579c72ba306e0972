/** Small projects as one text each, and edits of them: rows of a table that says which assets an edit changes. */
import type { Project } from "./code-findings.ts";

type Change = (project: Project) => Project;

/** One row: an edit, and the keys of the assets whose code version it changes: no others, unless it says so. */
export interface Edit {
  readonly promise: string;
  readonly changes: readonly string[];
  /** Whether others may count as changed, too: the construct cannot be followed. */
  readonly coarsely: boolean;
  readonly by: readonly Change[];
}

export interface EditTable {
  readonly name: string;
  readonly project: Project;
  readonly edits: readonly Edit[];
}

/** Each file begins with a line `--- path`. */
export const projectOf = (text: string, environment: Readonly<Record<string, string>> = {}): Project => ({
  files: Object.fromEntries(
    text
      .split(/^--- /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)]),
  ),
  environment,
});

/** An edit that changes the code of these assets alone. */
export const changes = (keys: string, promise: string, ...by: readonly Change[]): Edit => ({ promise, changes: keys.split(" ").sort(), coarsely: false, by });

/** An edit that changes the code of these assets, and perhaps of others. */
export const sees = (keys: string, promise: string, ...by: readonly Change[]): Edit => ({ ...changes(keys, promise, ...by), coarsely: true });

/** An edit that changes the code of no asset. */
export const nothing = (promise: string, ...by: readonly Change[]): Edit => ({ promise, changes: [], coarsely: false, by });

/** Another text in the place of one that occurs exactly once in a file. */
export const replace =
  (path: string, text: string, other: string): Change =>
  (project) => {
    const content = textOf(project, path);
    if (content.split(text).length !== 2 || text === other) throw new Error(`${JSON.stringify(text)} does not occur exactly once in ${path}`);
    return write(
      path,
      content.replace(text, () => other),
    )(project);
  };

export const rewrite =
  (path: string, edit: (text: string) => string): Change =>
  (project) => {
    const edited = edit(textOf(project, path));
    if (edited === textOf(project, path)) throw new Error(`nothing changed in ${path}`);
    return write(path, edited)(project);
  };

export const write =
  (path: string, content: string): Change =>
  (project) => ({ ...project, files: { ...project.files, [path]: content } });

export const prepend = (path: string, text: string): Change => rewrite(path, (content) => text + content);
export const append = (path: string, text: string): Change => rewrite(path, (content) => content + text);

export const remove =
  (path: string): Change =>
  (project) => {
    textOf(project, path);
    return { ...project, files: Object.fromEntries(Object.entries(project.files).filter(([other]) => other !== path)) };
  };

export const move =
  (path: string, to: string): Change =>
  (project) =>
    write(to, textOf(project, path))(remove(path)(project));

export const setVariable =
  (name: string, value: string): Change =>
  (project) => ({ ...project, environment: { ...project.environment, [name]: value } });

function textOf(project: Project, path: string): string {
  const content = project.files[path];
  if (typeof content !== "string") throw new Error(`there is no ${path}`);
  return content;
}
