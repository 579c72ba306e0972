import { createMemoryStore } from "@headwater/core/engine";
import { retrying } from "./retry.ts";

retrying(async () => createMemoryStore());
