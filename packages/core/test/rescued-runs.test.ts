import { createMemoryStore } from "@headwater/core/engine";
import { rescuedRuns } from "./rescued-runs.ts";

rescuedRuns(async () => createMemoryStore());
