/** What an address that names no page shows. */
import Link from "next/link";
import { EmptyState } from "../ui/states.tsx";

export default function NotFound() {
  return (
    <EmptyState heading="h1" title="There is no such page">
      Go back to the{" "}
      <Link href="/" className="text-accent underline">
        lineage
      </Link>
      .
    </EmptyState>
  );
}
