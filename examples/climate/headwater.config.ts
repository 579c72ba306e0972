/** Everything this project declares. `headwater dev` starts here. */
import { define } from "@headwater/core";
import * as air from "./air.ts";
import * as report from "./report.ts";
import * as sources from "./sources.ts";
import * as weather from "./weather.ts";

export default define({ include: [sources, weather, air, report] });
