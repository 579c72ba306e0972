import { createMemoryStore } from "@headwater/core/engine";
import { outputStories } from "./outputs.ts";

outputStories(async () => createMemoryStore());
