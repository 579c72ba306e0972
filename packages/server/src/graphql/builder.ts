/** The Pothos builder: what every type of the GraphQL schema is made with. */
import SchemaBuilder from "@pothos/core";
import RelayPlugin from "@pothos/plugin-relay";
import type { GraphqlContext } from "./context.ts";

export interface SchemaTypes {
  Context: GraphqlContext;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    ID: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
  };
}

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [RelayPlugin],
  defaultFieldNullability: false,
  relay: {
    cursorType: "String",
    edgesFieldOptions: { nullable: { list: false, items: false }, description: "The items of this page, each with its cursor." },
    nodeFieldOptions: { nullable: false, description: "The item." },
    cursorFieldOptions: { description: "Opaque. Pass it as `after` to get what follows this item." },
    pageInfoFieldOptions: { description: "Whether there is more, and from where." },
    pageInfoTypeOptions: { description: "Where a page lies in its list." },
    hasNextPageFieldOptions: { description: "There is more after `endCursor`." },
    hasPreviousPageFieldOptions: { description: "The page does not begin at the start of the list." },
    startCursorFieldOptions: { description: "Cursor of the first item; null on an empty page." },
    endCursorFieldOptions: { description: "Cursor of the last item, for the next `after`; null on an empty page." },
    nodeQueryOptions: false,
    nodesQueryOptions: false,
  },
});

builder.queryType({ description: "Everything that can be looked at." });
builder.mutationType({ description: "Everything that can be done. Expected failures come back in `problems`, with the other fields of the payload null." });
builder.subscriptionType({ description: "What happens, as it happens, over server-sent events." });
