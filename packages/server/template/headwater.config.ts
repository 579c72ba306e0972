/** Everything that this project declares. `headwater dev` starts here. */
import { define } from "@headwater/core";
import * as weather from "./weather.ts";

export default define({ include: [weather] });
