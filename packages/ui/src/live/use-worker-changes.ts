/** What open runs wait for depends on whether any worker is there: when the last one goes or the first one comes, they are asked for again. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

/** @param isServed whether a worker is there; `undefined` while that is not known */
export function useWorkerChanges(isServed: boolean | undefined): void {
  const client = useQueryClient();
  const known = useRef(isServed);
  useEffect(() => {
    if (isServed === undefined || isServed === known.current) return;
    if (known.current !== undefined) for (const name of ["run", "runs"]) void client.invalidateQueries({ queryKey: [name] });
    known.current = isServed;
  }, [client, isServed]);
}
