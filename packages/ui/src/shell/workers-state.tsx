/** How many workers are there to run anything, in the header. */
import { useQuery } from "@tanstack/react-query";
import { Cpu } from "lucide-react";
import { plural } from "../format/format.ts";
import { workersOptions } from "../live/options.ts";

export function WorkersState() {
  const { data } = useQuery(workersOptions());
  if (data === undefined) return null;
  const { workers } = data;
  const busy = workers.reduce((sum, worker) => sum + worker.running, 0);
  const slots = workers.reduce((sum, worker) => sum + worker.slots, 0);
  const none = workers.length === 0;
  return (
    <span
      data-testid="workers"
      data-count={workers.length}
      title={none ? "Nothing can run until a worker is started." : `${busy} of ${plural(slots, "slot")} busy`}
      className={`flex items-center gap-1.5 text-xs ${none ? "font-medium text-stale" : "text-ink-2"}`}
    >
      <Cpu aria-hidden size={14} />
      <span className="max-sm:sr-only">{none ? "No worker" : plural(workers.length, "worker")}</span>
    </span>
  );
}
