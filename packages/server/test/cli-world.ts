/** A project, a database and the program: what tests of the command line begin with. */
import { testDatabase } from "@headwater/testkit";
import { type Ended, headwater } from "./headwater-process.ts";
import { type TemporaryProject, temporaryProject } from "./temporary-project.ts";

/** Days from a file, the hot ones of them, and how many those are. */
export const weather = `
const Day = z.object({ date: z.iso.date(), temp: z.coerce.number() });
const days = source("raw/days", csvFile("days.csv", Day));
const hot = asset("w/hot", { inputs: { days }, config: z.object({ threshold: z.number().default(30) }), output: table(Day),
  run: async ({ days }, { config }) => { ran("w/hot"); console.log("printed by user code"); return (await days.rows()).filter((day) => day.temp > config.threshold); } });
const count = asset("w/count", { inputs: { hot }, output: z.number(), run: async ({ hot }) => { ran("w/count"); return (await hot.rows()).length; } });
`;
export const csv = "date,temp\n2024-01-01,10\n2024-01-02,31\n";

export async function world(definitions: string, files: Readonly<Record<string, string>> = { "days.csv": csv }) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const project: TemporaryProject = stack.use(await temporaryProject(definitions, files));
  const run = (...args: string[]): Promise<Ended> => headwater(args, { cwd: project.directory, databaseUrl: database.url });
  return { project, database, run, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** {@link weather} as a whole project. */
export const weatherProject = `${weather}\nexport default define({ include: [days, hot, count] });`;

export const json = ({ stdout }: Ended) => JSON.parse(stdout);
