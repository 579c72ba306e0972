/** The lines that steps log: a list for each run. */
import { type LogLine, logFilter } from "../../model/log-line.ts";
import type { Store } from "../store.ts";

export function logs(): Pick<Store, "appendLogs" | "logs"> {
  const byRun = new Map<string, LogLine[]>();
  return {
    async appendLogs(lines) {
      for (const line of lines) {
        const runId = line.stepId.slice(0, line.stepId.lastIndexOf("."));
        const known = byRun.get(runId) ?? [];
        known.push({ ...line, id: String(known.length + 1) });
        byRun.set(runId, known);
      }
    },
    async logs({ runId, stepId, after = "0", before, limit, tail = false, ...filter }) {
      const known = (byRun.get(runId) ?? []).slice(0, before === undefined ? undefined : Math.max(0, Number(before) - 1));
      const matches = logFilter(filter);
      const [first, last, towards] = tail ? [known.length - 1, Number(after), -1] : [Number(after), known.length - 1, 1];
      const found: LogLine[] = [];
      for (let at = first; found.length < limit && at * towards <= last * towards; at += towards) {
        const line = known[at];
        if (line !== undefined && (stepId === undefined || line.stepId === stepId) && matches(line)) found.push(line);
      }
      return tail ? found.reverse() : found;
    },
  };
}
