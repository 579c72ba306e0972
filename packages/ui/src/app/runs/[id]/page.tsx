/** `/runs/<id>`: one run. One exported file serves all ids; the page reads its id from the address. */
import type { Metadata } from "next";
import { RunPage } from "../../../runs/run-page.tsx";

export const metadata: Metadata = { title: "Run" };
export const dynamicParams = false;
export const generateStaticParams = () => [{ id: "_" }];

export default function Page() {
  return <RunPage />;
}
