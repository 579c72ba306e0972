/** The title of a page whose exported file serves many addresses. */
import { useEffect } from "react";

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Headwater`;
  }, [title]);
}
