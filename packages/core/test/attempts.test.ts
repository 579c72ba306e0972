import { createMemoryStore } from "@headwater/core/engine";
import { attempts } from "./attempts.ts";

attempts(async () => createMemoryStore());
