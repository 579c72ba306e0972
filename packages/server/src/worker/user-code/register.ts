/** Lets this process import user code as tsx would: see the files beside this one. Function text stays as it was written wherever that is possible. */
import { registerHooks } from "node:module";
import { loadUserModule } from "./load-module.ts";
import { resolveUserModule } from "./resolve-module.ts";

let registered = false;

/** For imports of this thread, from now on; a second call changes nothing. */
export function understandUserCode(): void {
  if (registered) return;
  registered = true;
  registerHooks({ resolve: resolveUserModule, load: loadUserModule });
}
