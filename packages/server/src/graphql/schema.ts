/** The schema: importing a file adds its types and fields. */
import "./scalars.ts";
import "./asset.ts";
import "./asset-link.ts";
import "./cancel-run.ts";
import "./cause.ts";
import "./code-location.ts";
import "./event.ts";
import "./lineage.ts";
import "./materialization.ts";
import "./materialize.ts";
import "./observation.ts";
import "./observe.ts";
import "./plan.ts";
import "./run.ts";
import "./step.ts";
import "./step-error.ts";
import "./worker.ts";
import { builder } from "./builder.ts";

export const schema = builder.toSchema();
