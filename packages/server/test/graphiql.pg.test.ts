/** GraphiQL in a real browser: it asks this server and nobody else, under the policy that it is served with. */
import { createMemoryStore, createMemoryValueStore } from "@headwater/core/engine";
import { launchChromium } from "@headwater/testkit/chromium";
import { expect, test } from "vitest";
import { startHttp } from "../src/http.ts";
import { createProcessLog } from "../src/process-log.ts";

test("GraphiQL runs a query, with everything that it needs from this server", async () => {
  const store = createMemoryStore();
  const node = { group: "raw", description: null, owners: [], tags: {}, kinds: [], codeVersion: "1", inputs: [], after: [], schema: {}, columns: null };
  const codeParts = { explicit: "1", body: "", schema: "", config: "", params: "" };
  const source = { key: "raw/numbers", kind: "source" as const, ...node, codeParts, configSchema: null, configHash: "", declaredAt: null };
  await store.activate({ name: "default", root: "/", definitions: { version: "1", assets: [source] } });
  await using server = await startHttp({
    store,
    values: createMemoryValueStore(),
    dispatcher: { flush: async () => undefined },
    config: { host: "127.0.0.1", port: 0, token: null, uiDirectory: "/nowhere", version: "1.2.3", dev: false },
    log: createProcessLog(() => undefined),
  });
  await using browser = await launchChromium();
  const page = await browser.newPage();
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => /^https?:/.test(request.url()) && hosts.add(new URL(request.url()).host));

  await page.goto(`${server.url}/graphql`);
  await page.getByRole("button", { name: /^Execute query/ }).click();
  await page.getByText('"raw/numbers"').waitFor();
  expect([...hosts]).toEqual([new URL(server.url).host]);
  expect(complaints).toEqual([]);
});
