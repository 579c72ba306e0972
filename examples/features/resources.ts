/** A resource with a secret, and what is logged and tried again. */
import { asset, resource, retryAfter, secret, terminal } from "@headwater/core";
import { z } from "zod";

/** Stands for the client of a database in these examples. */
export interface Warehouse {
  count(table: string): Promise<number>;
  end(): void;
}

export const opened: { url: string; password: string }[] = [];

function connect(url: string, password: string): Warehouse {
  opened.push({ url, password });
  return { count: async () => 3, end: () => {} };
}

// #region resource
export const warehouse = resource({
  config: z.object({ url: z.string(), password: z.string() }),
  values: { url: "postgres://warehouse/main", password: secret("WAREHOUSE_PASSWORD") },
  open: ({ config }) => connect(config.url, config.password),
  close: (connection) => connection.end(),
});

export const orders = asset("dw/orders", {
  resources: { warehouse },
  output: z.number(),
  run: (_, { resources }) => resources.warehouse.count("orders"),
});
// #endregion

/** Answers of a server, one for each attempt; then it has prices. */
export const answers: { status: number; retryAfter?: number }[] = [];

const askForPrices = async (signal: AbortSignal) => {
  signal.throwIfAborted();
  return answers.shift() ?? { status: 200 };
};

// #region retry
export const prices = asset("shop/prices", {
  retry: { attempts: 3, delay: "10s" }, // three in all; doubling from 10 s, up to an hour; a random part of it
  timeout: "5m",
  output: z.number(),
  run: async (_, { log, run, signal }) => {
    log.info("asking for prices", { attempt: run.attempt });
    const answer = await askForPrices(signal);
    console.log("the server answered", answer.status); // is kept, too
    if (answer.status === 401) throw terminal(new Error("the token was refused")); // no further attempt
    if (answer.status === 429) throw retryAfter(answer.retryAfter ?? 60); // seconds, or "2m"
    return answer.status;
  },
});
// #endregion
