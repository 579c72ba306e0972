/** `/runs`: all runs, newest first. */
import type { Metadata } from "next";
import { Suspense } from "react";
import { RunsPage } from "../../runs/runs-page.tsx";
import { PageSkeleton } from "../../ui/states.tsx";

export const metadata: Metadata = { title: "Runs" };

export default function Page() {
  // Which runs are listed stands in the address, which the exported file does not know yet.
  return (
    <Suspense fallback={<PageSkeleton />}>
      <RunsPage />
    </Suspense>
  );
}
