import { createServer } from "node:http";
import { expect, test } from "vitest";
import { listen } from "../http/listen.ts";
import { defaultAddress, findPort } from "./address.ts";

async function takenPort(port: number) {
  const server = createServer();
  const taken = await listen(server, { host: "127.0.0.1", port });
  return { port: taken, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

test("a port that was asked for and is taken is refused", async () => {
  await using taken = await takenPort(0);
  await expect(findPort("127.0.0.1", taken.port)).rejects.toMatchObject({ code: "PORT_IN_USE", details: { port: taken.port } });
});

test("nobody asked: the first free port from the default one on", async () => {
  const port = await findPort("127.0.0.1", null);
  expect(port).toBeGreaterThanOrEqual(defaultAddress.port);
  await using _taken = await takenPort(port);
  expect(await findPort("127.0.0.1", null)).toBeGreaterThan(port);
});

test("an address that is not of this machine is refused", async () => {
  await expect(findPort("192.0.2.1", 4000)).rejects.toMatchObject({ code: "ADDRESS_UNUSABLE" });
});
