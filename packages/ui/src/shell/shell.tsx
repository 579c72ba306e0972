"use client";
/** What surrounds every page: data, live events, header, banners, toasts. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Toaster } from "sonner";
import { DisconnectedError } from "../graphql/request.ts";
import { LiveRegion } from "../live/announce.tsx";
import { Banners } from "../live/banners.tsx";
import { BrokenDefinitions } from "../live/broken-definitions.tsx";
import { LiveProvider } from "../live/live-provider.tsx";
import { RunToasts } from "../runs/run-toasts.tsx";
import { Header } from "./header.tsx";

/** Events say when something is out of date; without them nothing is asked twice. */
const createClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        networkMode: "always",
        refetchOnWindowFocus: false,
        retry: (failures, error) => error instanceof DisconnectedError && failures < 2,
        retryDelay: 400,
      },
      mutations: { networkMode: "always" },
    },
  });

/** Below the header and its button, above the run dock: over neither. */
const toastPlace = { top: 112, right: 16, left: 16 };

/** Sonner brings colours of its own; ours follow the theme. */
const toastLook = {
  classNames: {
    toast: "!border-line !bg-raised !font-sans !text-ink !shadow-card",
    description: "!text-ink-2",
    actionButton: "!bg-accent !text-on-accent",
    closeButton: "!border-line !bg-raised !text-ink",
  },
};

export function Shell({ children }: { readonly children: ReactNode }) {
  const [client] = useState(createClient);
  return (
    <QueryClientProvider client={client}>
      <LiveProvider>
        <div className="flex h-dvh flex-col">
          <a href="#main" className="sr-only z-50 rounded-lg bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2">
            Skip to content
          </a>
          <Header />
          <Banners />
          <BrokenDefinitions />
          <main id="main" tabIndex={-1} className="flex min-h-0 grow flex-col overflow-y-auto outline-none">
            {children}
          </main>
        </div>
        <LiveRegion />
        <RunToasts />
        <Toaster position="top-right" offset={toastPlace} mobileOffset={toastPlace} closeButton toastOptions={toastLook} />
      </LiveProvider>
    </QueryClientProvider>
  );
}
