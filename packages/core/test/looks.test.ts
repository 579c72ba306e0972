import { createMemoryStore } from "@headwater/core/engine";
import { looks } from "./looks.ts";

looks(async () => createMemoryStore());
