import { createMemoryStore } from "@headwater/core/engine";
import { renamesMeanNothing } from "./renames-property.ts";

renamesMeanNothing(async () => createMemoryStore(), 100);
