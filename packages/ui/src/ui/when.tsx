/** A point in time as how long ago it was, with the date and time for those who want it exactly. */
import { ago, agoCalm, dateTime } from "../format/format.ts";
import { useNow } from "./now.ts";

interface WhenProps {
  readonly at: string;
  /** Without seconds, where many stand on a page. */
  readonly calm?: boolean;
  readonly className?: string;
}

export function When({ at, calm = false, className }: WhenProps) {
  const now = useNow();
  return (
    <time dateTime={at} title={dateTime(at)} className={className}>
      {calm ? agoCalm(at, now) : ago(at, now)}
    </time>
  );
}
