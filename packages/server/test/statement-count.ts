/** Counts the SQL that is sent while something is done. */
import pg from "pg";

/** The statements, sorted. Looks at the driver: whatever sends them, they are seen. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  const sent: string[] = [];
  const original = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first] = args as [string | { readonly text: string }];
    const text = typeof first === "string" ? first : first.text;
    // the tail of the event log looks now and then, whatever is asked
    if (!/settled_seq|"events" where "seq" >|^notify/.test(text)) sent.push(text);
    return original.apply(this, args as never);
  } as typeof original;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = original;
  }
  return sent.map((text) => text.replace(/\s+/g, " ")).sort();
}
