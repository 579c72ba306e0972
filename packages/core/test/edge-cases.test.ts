import { edgeCases } from "./edge-cases.ts";
import { memoryStoreWithClock } from "./exactness/stage.ts";

edgeCases(async () => memoryStoreWithClock());
