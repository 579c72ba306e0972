/** Opens the port, with errors that say what to do. */
import type { Server } from "node:http";
import { HeadwaterError } from "@headwater/core/engine";
import { isLoopback } from "./address.ts";

interface Address {
  readonly host: string;
  readonly port: number;
}

/** @throws HeadwaterError `HOST_NEEDS_TOKEN`: others could reach the server and nothing would stop them. */
export function requireSafeHost(host: string, token: string | null): void {
  if (!isLoopback(host) && (token === null || token === "")) throw new HeadwaterError("HOST_NEEDS_TOKEN", { host });
}

/**
 * Listens, and returns the port: the one that was asked for, or for 0 a free one.
 * @throws HeadwaterError `PORT_IN_USE`, `ADDRESS_UNUSABLE`.
 */
export async function listen(server: Server, { host, port }: Address): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, { host, port })));
    server.listen({ host, port }, resolve);
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

function listenError(error: NodeJS.ErrnoException, address: Address): Error {
  if (error.code === "EADDRINUSE") return new HeadwaterError("PORT_IN_USE", address, { cause: error });
  const problems: { readonly [code: string]: string } = {
    EACCES: "this user may not open that port",
    EADDRNOTAVAIL: "that address does not belong to this machine",
    ENOTFOUND: "that name has no address",
  };
  return new HeadwaterError("ADDRESS_UNUSABLE", { ...address, problem: problems[error.code ?? ""] ?? error.message }, { cause: error });
}
