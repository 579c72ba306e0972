"use client";
/** What the whole page must know: the server is gone or was replaced, or no worker is there to run anything. */
import { useQuery } from "@tanstack/react-query";
import { RefreshCw, TriangleAlert, Unplug } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { outdated } from "../graphql/build.ts";
import { Button } from "../ui/button.tsx";
import { Prose } from "../ui/prose.tsx";
import { useConnection } from "./live-provider.tsx";
import { workersOptions } from "./options.ts";
import { useWorkerChanges } from "./use-worker-changes.ts";

export function Banners() {
  const connection = useConnection();
  const { data } = useQuery(workersOptions());
  useWorkerChanges(data && data.workers.length > 0);
  const isOutdated = useSyncExternalStore(outdated.subscribe, outdated.read, () => false);
  if (connection === "reconnecting") {
    return (
      <Banner tone="failed" testId="banner-disconnected" icon={<Unplug aria-hidden size={16} />}>
        The connection to the server is lost. What you see is the last known state; trying again…
      </Banner>
    );
  }
  if (isOutdated) {
    return (
      <Banner tone="stale" testId="banner-outdated" icon={<RefreshCw aria-hidden size={16} />}>
        Headwater was updated, and this page is of the version before.{" "}
        <Button className="ml-auto" onClick={() => window.location.reload()}>
          Reload
        </Button>
      </Banner>
    );
  }
  if (data !== undefined && data.workers.length === 0) {
    return (
      <Banner tone="stale" testId="banner-no-worker" icon={<TriangleAlert aria-hidden size={16} />}>
        <Prose text="No worker is running, so nothing can run: start one with `headwater dev`, or `headwater worker` beside this server." />
      </Banner>
    );
  }
  return null;
}

interface BannerProps {
  readonly tone: "failed" | "stale";
  readonly testId: string;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}

function Banner({ tone, testId, icon, children }: BannerProps) {
  return (
    <div role="status" data-tone={tone} data-testid={testId} className="flex items-center gap-2 border-b border-tone-line bg-tone-soft px-4 py-2 text-ink">
      <span className="text-tone">{icon}</span>
      <p>{children}</p>
    </div>
  );
}

const states = {
  connecting: { label: "Connecting", dot: "bg-line-strong" },
  live: { label: "Live", dot: "bg-fresh" },
  reconnecting: { label: "Reconnecting", dot: "bg-failed" },
} as const;

/** How the connection stands, in the header. */
export function ConnectionState() {
  const connection = useConnection();
  const { label, dot } = states[connection];
  return (
    <span data-testid="connection" data-connection={connection} className="flex items-center gap-2 text-xs text-ink-2">
      <span aria-hidden className={`size-2 rounded-full ${dot}`} />
      <span className="max-sm:sr-only">{label}</span>
    </span>
  );
}
