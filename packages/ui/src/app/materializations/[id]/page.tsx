/** `/materializations/<id>`: one materialization. One exported file serves all ids; the page reads its id from the address. */
import type { Metadata } from "next";
import { MaterializationPage } from "../../../materializations/materialization-page.tsx";

export const metadata: Metadata = { title: "Materialization" };
export const dynamicParams = false;
export const generateStaticParams = () => [{ id: "_" }];

export default function Page() {
  return <MaterializationPage />;
}
