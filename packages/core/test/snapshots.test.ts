import { createMemoryStore } from "@headwater/core/engine";
import { snapshots } from "./snapshots.ts";

snapshots(async () => createMemoryStore());
