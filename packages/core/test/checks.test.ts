import { createMemoryStore } from "@headwater/core/engine";
import { checkStories } from "./checks.ts";

checkStories(async () => createMemoryStore());
