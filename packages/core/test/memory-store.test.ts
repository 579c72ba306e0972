import { createMemoryStore } from "../src/store/memory-store.ts";
import { storeByHand } from "./store-by-hand.ts";
import { storeCode } from "./store-code.ts";
import { storeContract } from "./store-contract.ts";
import { storeLogs } from "./store-logs.ts";
import { storeLookingBack } from "./store-looking-back.ts";
import { storeOutputs } from "./store-outputs.ts";

const open = async () => createMemoryStore();

storeContract(open);
storeByHand(open);
storeCode(open);
storeLookingBack(open);
storeLogs(open);
storeOutputs(open);
