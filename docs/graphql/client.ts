/** Headwater from TypeScript: the types of every answer follow from the text of its query. */
import { initGraphQLTada, type TadaDocumentNode } from "gql.tada";
import { print } from "graphql";
import type { introspection } from "./graphql-env.d.ts";

const graphql = initGraphQLTada<{ introspection: introspection; scalars: { DateTime: string; JSON: unknown } }>();
const url = `${process.env.HEADWATER_URL ?? "http://localhost:4000"}/graphql`;
const token = process.env.HEADWATER_TOKEN;

function send(document: TadaDocumentNode<unknown, never>, variables: unknown, accept: string): Promise<Response> {
  const headers = { "content-type": "application/json", accept, ...(token && { authorization: `Bearer ${token}` }) };
  return fetch(url, { method: "POST", headers, body: JSON.stringify({ query: print(document), variables }) });
}

/** The data of a query or mutation. */
async function ask<Result, Variables>(document: TadaDocumentNode<Result, Variables>, variables: Variables): Promise<Result> {
  const response = await send(document, variables, "application/json");
  const { data, errors } = (await response.json()) as { data?: Result; errors?: readonly { message: string }[] };
  if (data === undefined || errors) throw new Error(errors?.map(({ message }) => message).join("; ") ?? response.statusText);
  return data;
}

/** The data of a subscription, as it comes. */
async function* listen<Result, Variables>(document: TadaDocumentNode<Result, Variables>, variables: Variables): AsyncGenerator<Result> {
  const response = await send(document, variables, "text/event-stream");
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (text + chunk).split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) if (line.startsWith("data: ")) yield JSON.parse(line.slice("data: ".length)).data;
  }
}

const lineage = graphql("query Lineage { lineage { nodes { key status causes { message } } } }");
const materialize = graphql("mutation Materialize($input: MaterializeInput!) { materialize(input: $input) { run { id } problems { message fix } } }");
const runEvents = graphql("subscription RunEvents($id: ID!) { runEvents(id: $id) { kind asset data } }");
const steps = graphql("query Steps($id: ID!) { run(id: $id) { status steps(first: 100) { edges { node { asset { key } outcome reason } } } } }");

for (const { key, status, causes } of (await ask(lineage, {})).lineage.nodes) {
  console.log(key, status, ...causes.map(({ message }) => message));
}

const { run, problems } = (await ask(materialize, { input: { select: "*", note: "from TypeScript" } })).materialize;
if (run === null) throw new Error(problems.map(({ message, fix }) => `${message} ${fix}`).join("\n"));

for await (const { runEvents: event } of listen(runEvents, { id: run.id })) {
  if (event.kind === "materialization") console.log(event.asset, "was computed");
}

const ended = (await ask(steps, { id: run.id })).run;
for (const { node } of ended?.steps.edges ?? []) console.log(node.asset.key, node.outcome, "-", node.reason);
console.log("The run", ended?.status);
