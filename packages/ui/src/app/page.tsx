/** `/`: the lineage of all assets. */
import { Suspense } from "react";
import { LineagePage } from "../lineage/lineage-page.tsx";
import { PageSkeleton } from "../ui/states.tsx";

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <LineagePage />
    </Suspense>
  );
}
