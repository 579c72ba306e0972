/** A process that joins the Postgres of a project, says its URL, and stays until its input ends or it is killed. */
import { joinEmbeddedPostgres } from "../../src/database/embedded-postgres.ts";

const postgres = await joinEmbeddedPostgres({ projectDirectory: process.argv[2] ?? "", durable: false });
process.stdout.write(`${postgres.url}\n`);
process.stdin.resume().once("end", () => void postgres[Symbol.asyncDispose]());
