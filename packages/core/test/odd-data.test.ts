import { createMemoryStore } from "@headwater/core/engine";
import { oddDataStories } from "./odd-data-stories.ts";

oddDataStories(async () => createMemoryStore());
