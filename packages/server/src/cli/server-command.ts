/** `headwater server`: the control plane, the API and the UI. Never loads user code. */
import { type Command, Option } from "commander";
import { defaultAddress } from "./address.ts";
import { type CommandContext, runCommand } from "./command-context.ts";
import { wholeNumber } from "./options.ts";
import type { ServerOptions } from "./serve.ts";

const examples = `
Examples:
  $ headwater server                                        on http://127.0.0.1:4000
  $ DATABASE_URL=postgres://… headwater server --port 8080
  $ HEADWATER_TOKEN=… headwater server --host 0.0.0.0       for others, too`;

export function addServerCommand(program: Command, context: CommandContext): void {
  program
    .command("server")
    .description("serve the UI and the API; plan and supervise runs")
    .option("--entry <file>", "whose project to serve; the file itself is not loaded")
    .option("--database-url <url>", "a Postgres database (default: DATABASE_URL, else one under .headwater/)")
    .option("--host <address>", `where to listen (default: ${defaultAddress.host})`)
    .option("--port <number>", `where to listen (default: ${defaultAddress.port})`, wholeNumber(0, 65_535))
    .addOption(new Option("--dev", "for development").hideHelp())
    .addHelpText("after", examples)
    .action((options: ServerOptions) =>
      runCommand(context, {}, async () => {
        // GraphQL is slow to load: other commands do without
        const { serve } = await import("./serve.ts");
        return serve(options, context.config);
      }),
    );
}
