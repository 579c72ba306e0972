import { createMemoryStore } from "@headwater/core/engine";
import { hardCases } from "./hard-cases.ts";

hardCases(async () => createMemoryStore());
