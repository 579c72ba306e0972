/** The server's one port: GraphQL, the UI, health, readiness and metrics. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { Store, ValueStore } from "@headwater/core/engine";
import type { GraphqlEndpoint } from "./graphql/endpoint.ts";
import { createGraphqlEndpoint } from "./graphql/endpoint.ts";
import { createEventHub } from "./graphql/event-hub.ts";
import { urlOf } from "./http/address.ts";
import { graphiqlPage } from "./http/graphiql.ts";
import { listen, requireSafeHost } from "./http/listen.ts";
import { readinessOf } from "./http/readiness.ts";
import { redirect, replyFile, replyJson, replyText } from "./http/reply.ts";
import { refusalOf } from "./http/request-check.ts";
import { securityHeaders } from "./http/security-headers.ts";
import type { Site } from "./http/site.ts";
import { readSite } from "./http/site.ts";
import { entryOf } from "./http/token.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import type { ProcessLog } from "./process-log.ts";
import { createProcessLog } from "./process-log.ts";
import { isCommandLine } from "./worker/identity.ts";

export interface HttpConfig {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** What callers must present; `null`: nothing. */
  readonly token: string | null;
  /** Where the UI's static export lies. */
  readonly uiDirectory: string;
  /** Version of Headwater. */
  readonly version: string;
  /** Pages of other local ports may call too. */
  readonly dev: boolean;
}

export interface HttpOptions {
  readonly store: Store;
  readonly values: ValueStore;
  readonly dispatcher: { flush(store: Store): Promise<void> };
  readonly config: HttpConfig;
  readonly log?: ProcessLog;
}

export interface HttpServer extends AsyncDisposable {
  /** To open in a browser. */
  readonly url: string;
}

interface Services {
  readonly store: Store;
  readonly graphql: GraphqlEndpoint;
  readonly metrics: Metrics;
  readonly config: HttpConfig;
  readonly site: () => Promise<Site | null>;
}

/** How long a request that is being answered may take to end when the server closes, in milliseconds. */
const graceMs = 2_000;

/**
 * Serves until it is disposed; then open subscriptions end and requests under way are finished.
 * @throws HeadwaterError `HOST_NEEDS_TOKEN`, `PORT_IN_USE`, `ADDRESS_UNUSABLE`.
 */
export async function startHttp({ store, values, dispatcher, config, log = createProcessLog() }: HttpOptions): Promise<HttpServer> {
  requireSafeHost(config.host, config.token);
  const events = await createEventHub(store, log);
  const workers = async () => (await store.workers()).filter((worker) => !isCommandLine(worker));
  const graphql = createGraphqlEndpoint({ store, values, dispatcher, events, workers }, log);
  const metrics = createMetrics({ store, events, workers });
  const services: Services = { store, graphql, metrics, config, site: siteReader(config.uiDirectory) };
  const server = createServer((request, response) => {
    answer(request, response, services).catch((error: unknown) => {
      log.trouble("http", error);
      if (response.headersSent) response.destroy();
      else replyText(response, 500, "Something went wrong. The server's log has the details.");
    });
  });
  const port = await listen(server, config).catch(async (error: unknown) => {
    await events[Symbol.asyncDispose]();
    throw error;
  });
  return {
    url: urlOf(config.host, port),
    async [Symbol.asyncDispose]() {
      await events[Symbol.asyncDispose]();
      await close(server);
    },
  };
}

/** Read once it is there: the UI may be built while the server runs. */
function siteReader(directory: string): () => Promise<Site | null> {
  let site: Promise<Site | null> = Promise.resolve(null);
  return async () => {
    if ((await site) === null) site = readSite(directory);
    return site;
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // a connection that is kept alive is idle only once its answer has been sent
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const grace = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(grace);
}

async function answer(request: IncomingMessage, response: ServerResponse, services: Services): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  const url = URL.parse(request.url ?? "/", "http://localhost");
  const path = url === null ? null : decodedPath(url);
  if (url === null || path === null) return replyText(response, 400, "The path of the request cannot be read.");
  const refusal = refusalOf(request, services.config);
  if (refusal !== null) return replyText(response, refusal.status, refusal.message);
  if (path === "/health") return replyJson(response, 200, { status: "alive", version: services.config.version });
  const entry = entryOf(request, url, services.config.token);
  if (entry.kind === "login") return redirect(response, entry.location, { "set-cookie": entry.cookie });
  if (entry.kind === "refused") {
    return replyText(response, 401, "This server asks for its token: open /?token=..., or send the header `Authorization: Bearer ...`.", {
      "www-authenticate": "Bearer",
    });
  }
  return answerEntered(request, response, { services, url, path });
}

interface Target {
  readonly services: Services;
  readonly url: URL;
  readonly path: string;
}

async function answerEntered(request: IncomingMessage, response: ServerResponse, { services, url, path }: Target): Promise<void> {
  if (path === "/graphql") {
    if (isPageView(request, url)) return replyFile(request, response, await graphiqlPage());
    // An open page compares it with the one that it began with: so it knows that the server has a newer page.
    const site = await services.site();
    if (site !== null) response.setHeader("headwater-ui", site.build);
    return services.graphql(request, response);
  }
  if (request.method === "POST") return replyText(response, 405, "Only /graphql takes POST.", { allow: "GET, HEAD" });
  if (path === "/ready") {
    const { ready, reason } = await readinessOf(services.store);
    return replyJson(response, ready ? 200 : 503, { ready, reason });
  }
  if (path === "/metrics") return replyText(response, 200, await services.metrics.read(), { "content-type": services.metrics.contentType });
  const site = await services.site();
  if (site === null) return replyText(response, 503, "The UI is not built. Build it with `npm run build -w @headwater/ui` and reload. GraphQL is at /graphql.");
  const file = site.find(path, isPayloadRequest(request, url));
  if (file !== undefined) return replyFile(request, response, file);
  if (site.notFound !== undefined) return replyFile(request, response, site.notFound, 404);
  return replyText(response, 404, `There is nothing at ${path}.`);
}

/** A person who opens /graphql in a browser, not a program that asks something. */
const isPageView = (request: IncomingMessage, url: URL): boolean =>
  request.method !== "POST" && !url.searchParams.has("query") && (request.headers.accept ?? "").includes("text/html");

/** The router of the UI loads data for itself, where a person navigates; old browsers and plain http leave the mode out. */
function isPayloadRequest({ headers }: IncomingMessage, url: URL): boolean {
  const mode = headers["sec-fetch-mode"];
  return mode === undefined ? headers.rsc !== undefined || url.searchParams.has("_rsc") : mode !== "navigate";
}

function decodedPath(url: URL): string | null {
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
}
