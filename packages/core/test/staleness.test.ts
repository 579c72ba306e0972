import { createMemoryStore } from "@headwater/core/engine";
import { stalenessStories } from "./staleness-stories.ts";

stalenessStories(async () => createMemoryStore());
