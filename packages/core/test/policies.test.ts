import { createMemoryStore } from "@headwater/core/engine";
import { policies } from "./policies.ts";

policies(async () => createMemoryStore());
