/** `/catalog`: all assets in a table. */
import type { Metadata } from "next";
import { Suspense } from "react";
import { CatalogPage } from "../../catalog/catalog-page.tsx";
import { PageSkeleton } from "../../ui/states.tsx";

export const metadata: Metadata = { title: "Catalog" };

export default function Page() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <CatalogPage />
    </Suspense>
  );
}
