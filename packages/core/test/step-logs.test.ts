import { createMemoryStore } from "@headwater/core/engine";
import { stepLogs } from "./step-logs.ts";

stepLogs(async () => createMemoryStore());
