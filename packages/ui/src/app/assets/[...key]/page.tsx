/** `/assets/<key...>`: one asset. One exported file serves all keys; the page reads its key from the address. */
import type { Metadata } from "next";
import { AssetPage } from "../../../assets/asset-page.tsx";

export const metadata: Metadata = { title: "Asset" };
export const dynamicParams = false;
export const generateStaticParams = () => [{ key: ["_"] }];

export default function Page() {
  return <AssetPage />;
}
