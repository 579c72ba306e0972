/** A database that cannot be used is named, with the reason, and without its password. */
import { expect, test } from "vitest";
import { createPostgresStore } from "../../src/store/postgres/postgres-store.ts";
import { freshDatabase } from "./fixture.ts";

const failureOf = (connectionString: string) =>
  createPostgresStore({ connectionString }).then(
    () => null,
    (error: unknown) => error,
  );

test("nobody listens there", async () => {
  const error = await failureOf("postgres://me:secret@127.0.0.1:1/orders");
  expect(error).toMatchObject({ code: "DATABASE_UNREACHABLE", details: { database: "127.0.0.1:1/orders" } });
  expect(String(error)).toContain("ECONNREFUSED");
  expect(String(error)).not.toContain("secret");
});

test("wrong password, no such database, no URL at all", async () => {
  const { url } = await freshDatabase();
  const wrong = new URL(url);
  wrong.password = "mistaken";
  // A server that trusts everybody on this machine takes any password.
  expect([null, "DATABASE_UNREACHABLE"]).toContain(((await failureOf(wrong.href)) as { code?: string } | null)?.code ?? null);
  const absent = new URL(url);
  absent.pathname = "/absent";
  expect(await failureOf(absent.href)).toMatchObject({ code: "DATABASE_UNREACHABLE", message: expect.stringContaining('database "absent" does not exist') });
  expect(await failureOf("postgres://[")).toMatchObject({ code: "DATABASE_UNREACHABLE" });
});
