/** Where the server may listen: found out before anything is started. */
import { createServer } from "node:http";
import { HeadwaterError } from "@headwater/core/engine";
import { listen } from "../http/listen.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

export const defaultAddress: Address = { host: "127.0.0.1", port: 4000 };

/** How many ports after the default one are tried. */
const tries = 100;

/**
 * A port that is free now: the one that was asked for, else the default one or the next free one after it.
 * @throws HeadwaterError `PORT_IN_USE` where the port that was asked for is taken; `ADDRESS_UNUSABLE`
 */
export async function findPort(host: string, asked: number | null): Promise<number> {
  if (asked !== null) return probe({ host, port: asked });
  for (let port = defaultAddress.port; port < defaultAddress.port + tries; port++) {
    try {
      return await probe({ host, port });
    } catch (error) {
      if (!HeadwaterError.is(error, "PORT_IN_USE")) throw error;
    }
  }
  throw new HeadwaterError("PORT_IN_USE", { host, port: defaultAddress.port });
}

async function probe(address: Address): Promise<number> {
  const server = createServer();
  const port = await listen(server, address);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
