/** The type `Provenance`: where something was computed. */
import type { Provenance } from "@headwater/core/engine";
import { builder } from "./builder.ts";

export const ProvenanceRef = builder.objectRef<Provenance>("Provenance").implement({
  description: "Where, and from which state of the code, something was computed.",
  fields: (t) => ({
    gitCommit: t.exposeString("gitCommit", { nullable: true, description: "Hash of the checked-out commit; null outside a repository." }),
    gitDirty: t.exposeBoolean("gitDirty", { nullable: true, description: "Files differed from that commit; null where that is not known." }),
    host: t.exposeString("host", { description: "Name of the machine." }),
    node: t.exposeString("node", { description: "Version of Node." }),
    headwater: t.exposeString("headwater", { description: "Version of Headwater." }),
    platform: t.exposeString("platform", { description: "Operating system and architecture." }),
  }),
});
