/** The frame around every page. */
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Shell } from "../shell/shell.tsx";
import "./globals.css";

export const metadata: Metadata = { title: { default: "Lineage · Headwater", template: "%s · Headwater" }, description: "Data assets, fresh and explained." };
export const viewport: Viewport = { width: "device-width", initialScale: 1, themeColor: "#0b5a6e" };

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    // The theme script writes to <html> before React sees it.
    <html lang="en" data-theme="light" suppressHydrationWarning>
      <head>
        {/* Before the first paint: it sets the theme. */}
        <script src="/theme.js" />
      </head>
      <body className="font-sans text-sm">
        <Shell>{children}</Shell>
      </body>
    </html>
  );
}
