"""Headwater from Python, with the standard library alone: look, do, watch."""

import json
import os
import urllib.request

URL = os.environ.get("HEADWATER_URL", "http://localhost:4000") + "/graphql"


def send(query, variables, accept):
    headers = {"content-type": "application/json", "accept": accept}
    if "HEADWATER_TOKEN" in os.environ:
        headers["authorization"] = "Bearer " + os.environ["HEADWATER_TOKEN"]
    body = json.dumps({"query": query, "variables": variables}).encode()
    return urllib.request.urlopen(urllib.request.Request(URL, body, headers))


def ask(query, **variables):
    """The data of a query or mutation."""
    with send(query, variables, "application/json") as response:
        answer = json.load(response)
    if "errors" in answer:
        raise RuntimeError("; ".join(error["message"] for error in answer["errors"]))
    return answer["data"]


def listen(query, **variables):
    """The data of a subscription, as it comes."""
    with send(query, variables, "text/event-stream") as response:
        for line in response:
            if line.startswith(b"data: "):
                yield json.loads(line[len(b"data: ") :])["data"]


for asset in ask("{ lineage { nodes { key status causes { message } } } }")["lineage"]["nodes"]:
    print(asset["key"], asset["status"], *(cause["message"] for cause in asset["causes"]))

launched = ask(
    """mutation ($input: MaterializeInput!) {
      materialize(input: $input) { run { id } problems { message fix } }
    }""",
    input={"select": "*", "note": "from Python"},
)["materialize"]
for problem in launched["problems"]:
    raise SystemExit(problem["message"] + " " + problem["fix"])

run_id = launched["run"]["id"]
for told in listen("subscription ($id: ID!) { runEvents(id: $id) { kind asset data } }", id=run_id):
    event = told["runEvents"]
    if event["kind"] == "step_ended":
        print(event["asset"], event["data"]["outcome"], "-", event["data"]["reason"])

print("The run", ask("query ($id: ID!) { run(id: $id) { status } }", id=run_id)["run"]["status"])
