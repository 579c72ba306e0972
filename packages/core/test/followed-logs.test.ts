import { createMemoryStore } from "@headwater/core/engine";
import { followedLogs } from "./followed-logs.ts";

followedLogs(async () => createMemoryStore());
