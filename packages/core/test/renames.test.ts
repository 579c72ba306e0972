import { createMemoryStore } from "@headwater/core/engine";
import { renames } from "./renames.ts";

renames(async () => createMemoryStore());
