/** The server's port: what it lets in, which file answers which path, and how it starts and stops. */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createMemoryStore, createMemoryValueStore, HeadwaterError, type Store } from "@headwater/core/engine";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type HttpConfig, startHttp } from "../src/http.ts";
import { createProcessLog } from "../src/process-log.ts";
import { newCommandLineId } from "../src/worker/identity.ts";
import { ask, askGraphql } from "./http-client.ts";

const inlineScript = "self.__next_f=[1]";
const files = {
  "index.html": `<!doctype html><script>${inlineScript}</script><script src="/_next/static/app.js"></script>home`,
  "index.txt": "home payload",
  "404.html": "<!doctype html>nothing here",
  "runs.html": "<!doctype html>runs",
  "runs/_.html": "<!doctype html>one run",
  "assets/_.html": "<!doctype html>one asset",
  "assets/_.txt": "asset payload",
  "assets/_/__next._tree.txt": "asset tree",
  "_next/static/app.js": "console.log(1)",
};

let uiDirectory: string;
beforeAll(async () => {
  uiDirectory = join(await mkdtemp(join(tmpdir(), "headwater-ui-")), "out");
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(uiDirectory, path)), { recursive: true });
    await writeFile(join(uiDirectory, path), content);
  }
  await writeFile(join(dirname(uiDirectory), "headwater-secret.txt"), "secret");
});
afterAll(() => rm(dirname(uiDirectory), { recursive: true }));

async function start(config: Partial<HttpConfig> = {}, store: Store = createMemoryStore()) {
  const log: string[] = [];
  const server = await startHttp({
    store,
    values: createMemoryValueStore(),
    dispatcher: { flush: async () => undefined },
    config: { host: "127.0.0.1", port: 0, token: null, uiDirectory, version: "1.2.3", dev: false, ...config },
    log: createProcessLog((line) => log.push(line)),
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { port } = new URL(server.url);
  return { url: `http://127.0.0.1:${port}`, port: Number(port), server, log };
}

describe("hosts and origins", () => {
  test.each(["localhost", "127.0.0.1", "[::1]", "192.168.1.5", "something.localhost"])("%s is served", async (host) => {
    const { url, port } = await start();
    expect((await ask(url, "/health", { headers: { host: `${host}:${port}` } })).status).toBe(200);
  });

  test.each(["evil.example", "localhost.evil.example", "127.0.0.1.evil.example"])(
    "%s is refused: its owner may have pointed it at this machine",
    async (host) => {
      const { url, port } = await start();
      const answer = await ask(url, "/graphql?query={__typename}", { headers: { host: `${host}:${port}` } });
      expect(answer.status).toBe(403);
      expect(answer.body).toContain(`Headwater is not served as "${host}"`);
    },
  );

  test("a page of another site cannot call, a page of this one can", async () => {
    const { url, port } = await start();
    const query = "{ __typename }";
    expect((await askGraphql(url, query, { origin: "https://evil.example" })).status).toBe(403);
    expect((await askGraphql(url, query, { origin: "null" })).status).toBe(403);
    expect((await askGraphql(url, query, { origin: `http://127.0.0.1:${port + 1}` })).status).toBe(403);
    expect((await askGraphql(url, query, { origin: `http://127.0.0.1:${port}` })).status).toBe(200);
    expect((await askGraphql(url, query)).status).toBe(200);
  });

  test("a page of another site cannot read, subscribe or embed either; its links lead here", async () => {
    const { url, port } = await start();
    const asked = async (path: string, headers: Record<string, string>) => (await ask(url, path, { headers })).status;
    const query = "/graphql?query={__typename}";
    const subscription = "/graphql?query=subscription{events{seq}}";
    expect(await asked(query, { origin: "https://evil.example" })).toBe(403);
    expect(await asked(query, { origin: "null" })).toBe(403);
    expect(await asked(subscription, { origin: "https://evil.example", accept: "text/event-stream" })).toBe(403);
    expect(await asked(query, { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" })).toBe(403);
    expect(await asked("/runs", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" })).toBe(200);
    expect(await asked("/runs", { "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", origin: `http://127.0.0.1:${port}` })).toBe(200);
  });

  test("a name that was pointed at this machine can do nothing, whatever else the request says", async () => {
    const { url, port } = await start();
    const host = `rebound.example:${port}`;
    const mutation = JSON.stringify({ query: 'mutation { cancelRun(id: "x") { problems { code } } }' });
    const headers = { host, origin: `http://${host}`, "content-type": "application/json", "sec-fetch-site": "same-origin" };
    expect((await ask(url, "/graphql", { method: "POST", headers, body: mutation })).status).toBe(403);
    for (const path of ["/", "/health", "/ready", "/metrics"]) expect([path, (await ask(url, path, { headers: { host } })).status]).toEqual([path, 403]);
  });

  test("in development pages of other local ports may call", async () => {
    const { url } = await start({ dev: true });
    expect((await askGraphql(url, "{ __typename }", { origin: "http://localhost:3000" })).status).toBe(200);
    expect((await askGraphql(url, "{ __typename }", { origin: "https://evil.example" })).status).toBe(403);
  });

  test("nothing that a form can send is taken", async () => {
    const { url } = await start();
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const answer = await ask(url, "/graphql", { method: "POST", headers: { "content-type": type }, body: '{"query":"{__typename}"}' });
      expect(answer.body).not.toContain("Query");
      expect([type, answer.status]).toEqual([type, 415]);
    }
  });

  test("a request of more than a megabyte is refused, and the next one is served", async () => {
    const { url } = await start();
    const tooLarge = await askGraphql(url, `{ __typename } # ${"x".repeat(1_100_000)}`);
    expect([tooLarge.status, JSON.parse(tooLarge.body).errors[0].extensions.code]).toEqual([413, "REQUEST_ENTITY_TOO_LARGE"]);
    expect((await askGraphql(url, "{ __typename }")).status).toBe(200);
  });

  test("GET reads and never changes anything", async () => {
    const { url } = await start();
    expect((await ask(url, `/graphql?query=${encodeURIComponent("{ __typename }")}`)).status).toBe(200);
    const mutation = await ask(url, `/graphql?query=${encodeURIComponent('mutation { cancelRun(id: "x") { problems { code } } }')}`);
    expect(mutation.status).toBe(405);
  });

  test("other methods are refused", async () => {
    const { url } = await start();
    expect((await ask(url, "/graphql", { method: "DELETE" })).status).toBe(405);
    expect((await ask(url, "/", { method: "POST", headers: { "content-type": "application/json" } })).status).toBe(405);
  });

  test("no answer invites another site", async () => {
    const { url } = await start();
    const { headers } = await askGraphql(url, "{ __typename }");
    expect(headers["access-control-allow-origin"]).toBeUndefined();
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY", "cross-origin-resource-policy": "same-origin" });
  });
});

describe("a token", () => {
  const token = "a long; random text";

  test("is asked for everywhere but at /health", async () => {
    const { url } = await start({ token });
    for (const path of ["/", "/graphql?query={__typename}", "/ready", "/metrics", "/_next/static/app.js", "/?token=wrong"]) {
      const answer = await ask(url, path);
      expect([path, answer.status, answer.headers["www-authenticate"]]).toEqual([path, 401, "Bearer"]);
    }
    expect((await ask(url, "/health")).status).toBe(200);
  });

  test("is taken as a bearer", async () => {
    const { url } = await start({ token });
    expect((await ask(url, "/", { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    expect((await ask(url, "/", { headers: { authorization: `Bearer ${token}x` } })).status).toBe(401);
  });

  test("in the address sets a cookie and vanishes from the address", async () => {
    const { url } = await start({ token });
    const visit = await ask(url, `/runs?token=${encodeURIComponent(token)}&status=FAILED`);
    expect([visit.status, visit.headers.location]).toEqual([303, "/runs?status=FAILED"]);
    const cookie = visit.headers["set-cookie"]?.[0] ?? "";
    expect(cookie).toMatch(/^headwater-\d+=[\w-]+; Path=\/; HttpOnly; SameSite=Lax/);
    expect(cookie).not.toContain(token);
    expect((await ask(url, "/runs", { headers: { cookie: `other=1; ${cookie.split(";")[0]}` } })).body).toContain("runs");
    expect((await ask(url, "/runs", { headers: { cookie: `${cookie.split("=")[0]}=${"A".repeat(43)}` } })).status).toBe(401);
  });

  test("is required on an address that others can reach", async () => {
    for (const host of ["0.0.0.0", "::", "192.168.1.5", "my-machine"]) {
      await expect(start({ host })).rejects.toSatisfy((error) => HeadwaterError.is(error, "HOST_NEEDS_TOKEN"));
    }
    await expect(start({ host: "0.0.0.0", token: "" })).rejects.toSatisfy((error) => HeadwaterError.is(error, "HOST_NEEDS_TOKEN"));
    const { url } = await start({ host: "0.0.0.0", token });
    expect((await ask(url, "/", { headers: { host: "my-machine.example", authorization: `Bearer ${token}` } })).status).toBe(200);
  });
});

describe("the UI", () => {
  test.each([
    ["/", files["index.html"]],
    ["/?tab=1", files["index.html"]],
    ["/runs", files["runs.html"]],
    ["/runs/", files["runs.html"]],
    ["/runs/0198b2a0", files["runs/_.html"]],
    ["/assets/weather/hot_days", files["assets/_.html"]],
    ["/assets/notes.txt", files["assets/_.html"]],
    ["/assets/%E6%B0%97%E6%B8%A9", files["assets/_.html"]],
    ["/assets/weather/hot_days.txt?_rsc=1x", files["assets/_.txt"]],
    ["/assets/weather/hot_days/__next._tree.txt?_rsc=1x", files["assets/_/__next._tree.txt"]],
    ["/assets/weather/hot_days?_rsc=1x", files["assets/_.html"]],
    ["/index.txt", files["index.txt"]],
    ["/_next/static/app.js", files["_next/static/app.js"]],
  ])("%s", async (path, content) => {
    const { url } = await start();
    expect(await ask(url, path)).toMatchObject({ status: 200, body: content });
  });

  test("a browser says itself whether a person navigates or the page loads data", async () => {
    const { url } = await start();
    const asked = async (mode: string) => (await ask(url, "/assets/notes.txt", { headers: { "sec-fetch-mode": mode } })).body;
    expect(await asked("navigate")).toBe(files["assets/_.html"]);
    expect(await asked("cors")).toBe(files["assets/_.txt"]);
  });

  test("what is not there is answered by its own page", async () => {
    const { url } = await start();
    for (const path of ["/nothing", "/assets", "/assets/", "/_next/static/old.js"])
      expect(await ask(url, path)).toMatchObject({ status: 404, body: files["404.html"] });
  });

  test("no path leads out of the export", async () => {
    const { url } = await start();
    const outside = [
      "/../headwater-secret.txt",
      "/..%2fheadwater-secret.txt",
      "/assets/..%2f..%2f..%2fheadwater-secret.txt",
      "/%2e%2e/headwater-secret.txt",
      "//etc/passwd",
      "/..%5cheadwater-secret.txt",
      "/%00",
    ];
    for (const path of outside) expect((await ask(url, path)).body, path).not.toMatch(/secret|root:/);
    expect((await ask(url, "/%E0%A4%A")).status).toBe(400);
  });

  test("pages are asked for again, hashed files never", async () => {
    const { url } = await start();
    const page = await ask(url, "/");
    expect(page.headers).toMatchObject({ "cache-control": "no-cache", "content-type": "text/html; charset=utf-8" });
    expect((await ask(url, "/_next/static/app.js")).headers).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-type": "text/javascript; charset=utf-8",
    });
    const again = await ask(url, "/", { headers: { "if-none-match": page.headers.etag ?? "" } });
    expect([again.status, again.body, again.headers.etag]).toEqual([304, "", page.headers.etag]);
  });

  test("answers to queries name the build of the UI, so that an open page of another build knows", async () => {
    const query = { method: "POST", headers: { "content-type": "application/json" }, body: '{"query":"{ __typename }"}' };
    const build = async (html: string) => {
      const directory = await mkdtemp(join(tmpdir(), "headwater-ui-"));
      onTestFinished(() => rm(directory, { recursive: true }));
      await writeFile(join(directory, "index.html"), html);
      const { url } = await start({ uiDirectory: directory });
      return (await ask(url, "/graphql", query)).headers["headwater-ui"];
    };
    expect(await build("one")).toMatch(/./);
    expect(await build("one")).toBe(await build("one"));
    expect(await build("two")).not.toBe(await build("one"));
  });

  test("HEAD has the headers and no body", async () => {
    const { url } = await start();
    expect(await ask(url, "/", { method: "HEAD" })).toMatchObject({ status: 200, body: "", headers: { "content-length": String(files["index.html"].length) } });
  });

  test("runs its own inline scripts and no others", async () => {
    const { url } = await start();
    const hash = createHash("sha256").update(inlineScript).digest("base64");
    const policy = String((await ask(url, "/")).headers["content-security-policy"]);
    expect(policy.split("; ")).toContain(`script-src 'self' 'sha256-${hash}'`);
    expect(policy.split("; ")).toContain("frame-ancestors 'none'");
  });

  test("that was not built says how to build it, and is there once it was", async () => {
    const late = await mkdtemp(join(tmpdir(), "headwater-ui-"));
    onTestFinished(() => rm(late, { recursive: true }));
    const { url } = await start({ uiDirectory: join(late, "out") });
    const before = await ask(url, "/");
    expect([before.status, before.body]).toEqual([503, expect.stringContaining("npm run build -w @headwater/ui")]);
    await mkdir(join(late, "out"));
    await writeFile(join(late, "out", "index.html"), "built");
    expect((await ask(url, "/")).body).toBe("built");
  });
});

describe("a server", () => {
  test("is alive before it is ready, and says why it is not", async () => {
    const store = createMemoryStore();
    const { url } = await start({}, store);
    expect(await ask(url, "/health")).toMatchObject({ status: 200, body: '{"status":"alive","version":"1.2.3"}' });
    expect(await ask(url, "/ready")).toMatchObject({ status: 503, body: '{"ready":false,"reason":"No worker has registered any definitions yet."}' });
    await store.activate({ name: "default", root: "/", definitions: { version: "1", assets: [] } });
    expect(await ask(url, "/ready")).toMatchObject({ status: 200, body: '{"ready":true,"reason":null}' });
  });

  test("says that its database is away", async () => {
    const store: Store = { ...createMemoryStore(), activeLocation: () => Promise.reject(new Error("ECONNREFUSED")) };
    const { url } = await start({}, store);
    expect(await ask(url, "/ready")).toMatchObject({ status: 503, body: '{"ready":false,"reason":"The database cannot be reached."}' });
  });

  test("tells its metrics", async () => {
    const { url } = await start();
    const answer = await ask(url, "/metrics");
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" } });
    expect(answer.body).toMatch(/^headwater_database_up 1$/m);
  });

  test("names the port that is taken", async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken by another program.`);
  });

  test("names an address that is not this machine's", async () => {
    await expect(start({ host: "192.0.2.1", token: "x" })).rejects.toSatisfy((error) => HeadwaterError.is(error, "ADDRESS_UNUSABLE"));
  });

  test("serves GraphiQL in one page, without anything from elsewhere", async () => {
    const { url } = await start();
    const page = await ask(url, "/graphql", { headers: { accept: "text/html" } });
    expect(page).toMatchObject({ status: 200, headers: { "content-type": "text/html; charset=utf-8" } });
    expect(page.body).toContain("Headwater GraphQL");
    expect(page.body).not.toMatch(/<(script|link|img)[^>]+(src|href)="?https?:/i);
  });

  test("keeps a quiet subscription alive with comments that no client hears", async () => {
    const { url } = await start();
    const hangUp = new AbortController();
    const address = `${url}/graphql?query=${encodeURIComponent("subscription { events { seq } }")}`;
    const stream = await fetch(address, { headers: { accept: "text/event-stream" }, signal: hangUp.signal });
    let text = "";
    for await (const chunk of stream.body ?? []) {
      text += new TextDecoder().decode(chunk);
      if (text.length >= 9) break;
    }
    hangUp.abort();
    expect(text).toBe(":\n\n".repeat(3));
  });

  test("goes on with a subscription once its database is back; where a read fails, it tells its client, ends, and nothing else", async () => {
    const memory = createMemoryStore();
    let away: "no" | "all" | "runs" = "no";
    const failing = () => Promise.reject(new Error("password=hunter2"));
    const store: Store = { ...memory, events: (after, limit, of) => (away === "all" || (away === "runs" && of) ? failing() : memory.events(after, limit, of)) };
    const run = await store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
    const { url } = await start({}, store);
    const query = `subscription { runEvents(id: "${run.id}") { kind } }`;
    const stream = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`, { headers: { accept: "text/event-stream" } });
    let text = "";
    const reading = (async () => {
      for await (const chunk of stream.body ?? []) text += new TextDecoder().decode(chunk);
    })();
    await expect.poll(() => text).toContain("run_created");
    away = "all";
    await memory.lockRun(run.id, (locked) => locked.plan("1", []));
    away = "no";
    await expect.poll(() => text, { timeout: 4_000 }).toContain("run_planned");
    away = "runs";
    await memory.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
    await reading;
    expect(text.slice(text.indexOf("run_planned"))).toMatch(/"code":"INTERNAL_SERVER_ERROR".*event: complete/s);
    expect(text).not.toContain("hunter2");
    expect((await askGraphql(url, "{ __typename }")).status).toBe(200);
  });

  test("ends open subscriptions when it closes", async () => {
    const { url, server } = await start();
    const stream = await fetch(`${url}/graphql?query=${encodeURIComponent("subscription { events { seq } }")}`, { headers: { accept: "text/event-stream" } });
    const reading = stream.text();
    const closing = Date.now();
    await server[Symbol.asyncDispose]();
    expect(await reading).toContain("event: complete");
    expect(Date.now() - closing).toBeLessThan(1_500);
  });

  test("does not wait for an answer that a worker owes", async () => {
    const store = createMemoryStore();
    const node = { group: "raw", description: null, owners: [], tags: {}, kinds: [], codeVersion: "1", inputs: [], after: [], schema: {}, columns: null };
    const codeParts = { explicit: "1", body: "", schema: "", config: "", params: "" };
    const source = { key: "raw", kind: "source" as const, ...node, codeParts, configSchema: null, configHash: "", declaredAt: null };
    await store.activate({ name: "default", root: "/", definitions: { version: "1", assets: [source] } });
    await store.heartbeat({
      id: "busy",
      tags: [],
      running: 4,
      slots: 4,
      definitionsVersion: "1",
      codeLocation: "default",
      version: "1.2.3",
      host: "here",
      pid: 1,
    });
    const { url, server } = await start({}, store);
    const asking = askGraphql(url, 'mutation { observe(select: "raw") { problems { code } } }');
    await expect.poll(async () => (await store.outbox(0)).observationRequests.length).toBe(1);
    const closing = Date.now();
    await server[Symbol.asyncDispose]();
    expect(Date.now() - closing).toBeLessThan(1_500);
    expect((await asking).body).toContain("OBSERVATION_TIMEOUT");
  });

  test("does not count a command that runs its own steps among the workers", async () => {
    const store = createMemoryStore();
    const { url } = await start({}, store);
    for (const id of [newCommandLineId(), "worker"]) {
      await store.heartbeat({ id, tags: [], running: 0, slots: 4, definitionsVersion: "1", codeLocation: "default", version: "1.2.3", host: "here", pid: 1 });
    }
    expect((await askGraphql(url, "{ workers { id } }")).body).toBe('{"data":{"workers":[{"id":"worker"}]}}');
  });

  test("tells a client of an unexpected error only where the log has it", async () => {
    const store: Store = { ...createMemoryStore(), workers: () => Promise.reject(new Error("password=hunter2")) };
    const { url, log } = await start({}, store);
    const { errors } = JSON.parse((await askGraphql(url, "{ workers { id } }")).body);
    const id = errors[0].extensions.id;
    expect(errors[0]).toMatchObject({ message: expect.stringContaining(id), path: ["workers"], extensions: { code: "INTERNAL_SERVER_ERROR" } });
    expect(JSON.stringify(errors)).not.toContain("hunter2");
    expect(log.join("\n")).toContain(id);
    expect(log.join("\n")).toContain("hunter2");
  });
});
