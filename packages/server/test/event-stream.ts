/** The subscription to events as a client over server-sent events hears it. */
import { expect } from "vitest";

export interface Told {
  readonly seq: string;
  readonly kind: string;
  readonly asset: string | null;
  readonly run: string | null;
  readonly data: { readonly [name: string]: unknown };
}

const subscription = "subscription ($after: String) { events(after: $after) { seq at kind asset partition run step data } }";

export const byPost = (url: string, after: string | null, signal: AbortSignal): Promise<Response> =>
  fetch(url, {
    method: "POST",
    signal,
    headers: { "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify({ query: subscription, variables: { after } }),
  });

export const byGet = (url: string, after: string | null, signal: AbortSignal): Promise<Response> =>
  fetch(`${url}?query=${encodeURIComponent(subscription)}&variables=${encodeURIComponent(JSON.stringify({ after }))}`, {
    signal,
    headers: { accept: "text/event-stream" },
  });

/** The events of a stream, until the caller has enough; then it hangs up. */
export async function* told(url: string, after: string | null, connect = byPost): AsyncGenerator<Told> {
  const hangUp = new AbortController();
  const response = await connect(url, after, hangUp.signal);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  try {
    for await (const { data } of results<{ data: { events: Told } }>(response)) yield data.events;
  } finally {
    hangUp.abort();
  }
}

/** The results of a subscription as they come; ends with the stream. */
export async function* results<T>(response: Response): AsyncGenerator<T> {
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk);
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.+)$/m.exec(block)?.[1];
      if (data !== undefined) yield JSON.parse(data);
    }
  }
}

/** What comes, until the caller has enough; then nobody listens any more. */
export async function take<T>(stream: AsyncIterable<T>, enough: (taken: readonly T[]) => boolean): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of stream) {
    all.push(item);
    if (enough(all)) break;
  }
  return all;
}
