/** How the UI is built: a static export, served by the GraphQL server's own process. */
import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER } from "next/constants.js";

const shared: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // No proxy in between may hold back the event stream.
  compress: false,
};

/** `next dev` sends GraphQL to a running server (HEADWATER_URL); the build is a directory of files. */
export default function config(phase: string): NextConfig {
  if (phase !== PHASE_DEVELOPMENT_SERVER) return { ...shared, output: "export" };
  const server = process.env.HEADWATER_URL ?? "http://127.0.0.1:4000";
  return { ...shared, rewrites: async () => [{ source: "/graphql", destination: `${server}/graphql` }] };
}
