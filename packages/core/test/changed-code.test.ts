import { createMemoryStore } from "../src/store/memory-store.ts";
import { changedCode } from "./changed-code.ts";

changedCode(async () => createMemoryStore());
