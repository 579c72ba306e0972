"use client";
/** What a page shows when it fails in a way that nobody foresaw. */
import { ErrorState } from "../ui/states.tsx";

export default function PageError({ error, reset }: { readonly error: Error; readonly reset: () => void }) {
  return <ErrorState heading="h1" error={error} onRetry={reset} />;
}
