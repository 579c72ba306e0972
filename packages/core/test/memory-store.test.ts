import { createMemoryStore } from "../src/store/memory-store.ts";
import { storeByHand } from "./store-by-hand.ts";
import { storeContract } from "./store-contract.ts";

const open = async () => createMemoryStore();

storeContract(open);
storeByHand(open);
