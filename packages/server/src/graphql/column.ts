/** The type `Column`. */
import type { ColumnNode } from "@headwater/core/engine";
import { builder } from "./builder.ts";

export const ColumnRef = builder.objectRef<ColumnNode>("Column").implement({
  description: "A column of a table.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "Its name." }),
    type: t.exposeString("type", { description: "What its values are, such as `string` or `number`." }),
    nullable: t.exposeBoolean("nullable", { description: "Values may be null or left out." }),
    description: t.exposeString("description", { nullable: true, description: "What the author says about it; null if nothing." }),
  }),
});
