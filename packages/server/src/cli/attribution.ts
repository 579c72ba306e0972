/** Who does something by hand, as it is recorded. */
import { userInfo } from "node:os";
import type { Attribution } from "@headwater/core/engine";

export const attribution = (note: string | undefined): Attribution => ({ by: userName(), note: note ?? null });

/** A container may run as a user that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "cli";
  }
}
