/** The GraphQL documents that a page sends, collected while it is open, to be asked again without a browser. */
import type { Page } from "playwright-core";
import { require } from "./measure.ts";

/** A request as the page sent it. */
export interface Asked {
  /** Of the operation. */
  readonly name: string;
  readonly body: string;
}

/** @returns what has been asked since, each once; subscriptions stay out */
export function collectAsked(page: Page): () => readonly Asked[] {
  const bodies = new Set<string>();
  page.on("request", (request) => {
    if (request.url().endsWith("/graphql") && request.method() === "POST") bodies.add(request.postData() ?? "");
  });
  return () =>
    [...bodies].flatMap((body) => {
      const name = /^\s*query (\w+)/m.exec(JSON.parse(body).query)?.[1];
      return name === undefined ? [] : [{ name, body }];
    });
}

/** Asks once more. @throws Error where the answer is not data */
export async function askAgain(url: string, { name, body }: Asked): Promise<void> {
  const response = await fetch(`${url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body });
  const answer = (await response.json()) as { readonly data?: unknown; readonly errors?: unknown };
  require(answer.data !== undefined && answer.errors === undefined, `"${name}" is answered with data`);
}
