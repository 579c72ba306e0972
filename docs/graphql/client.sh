#!/usr/bin/env bash
# Headwater from a shell, with curl alone: look, do, watch.
set -euo pipefail
url=${HEADWATER_URL:-http://localhost:4000}

ask() {
  curl --silent --show-error "$url/graphql" -H 'content-type: application/json' ${HEADWATER_TOKEN:+-H "authorization: Bearer $HEADWATER_TOKEN"} "$@"
  echo
}

# Look: how every asset stands, and why.
ask -d '{ "query": "{ lineage { nodes { key status causes { message } } } }" }'

# Do: bring everything up to date. The answer comes at once, the run goes on.
answer=$(ask -d '{ "query": "mutation { materialize(input: { select: \"*\" }) { run { id } problems { message fix } } }" }')
echo "$answer"
id=$(sed -n 's/.*"run":{"id":"\([^"]*\)".*/\1/p' <<<"$answer")

# Watch: the events of that run, one JSON after another, until it ends.
ask --no-buffer -H 'accept: text/event-stream' -d '{
  "query": "subscription ($id: ID!) { runEvents(id: $id) { seq kind asset data } }",
  "variables": { "id": "'"$id"'" }
}'
