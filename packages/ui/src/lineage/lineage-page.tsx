"use client";
/** The home: the lineage as graph or table, with the panel of what is selected, the plan, and the run that is going on. */
import { useQuery } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { RequestError } from "../graphql/request.ts";
import { MaterializeButton } from "../plan/materialize-button.tsx";
import { PlanPanel } from "../plan/plan-panel.tsx";
import { RunDock } from "../runs/run-dock.tsx";
import { Aside } from "../ui/aside.tsx";
import { changedAt } from "./asset-kind.ts";
import { AssetPanel } from "./asset-panel.tsx";
import { LineageView } from "./lineage-view.tsx";
import { lineageOptions } from "./options.ts";
import { Toolbar } from "./toolbar.tsx";
import { useLineageAddress } from "./use-lineage-address.ts";
import { useLineageScene } from "./use-lineage-scene.ts";

export function LineagePage() {
  const address = useLineageAddress();
  const lineage = useQuery(lineageOptions(address.select));
  const scene = useLineageScene(lineage.data, address);
  const button = useRef<HTMLButtonElement>(null);
  const { setPlanOpen } = address;
  const closePlan = useCallback(() => {
    setPlanOpen(false);
    button.current?.focus();
  }, [setPlanOpen]);
  const isStale = (key: string): boolean => !["FRESH", "UNOBSERVED", undefined].includes(scene?.nodes.get(key)?.status);
  const selectionError = lineage.error instanceof RequestError && address.select !== "" ? lineage.error : null;
  return (
    <>
      <h1 className="sr-only">Lineage</h1>
      <Toolbar
        select={address.select}
        error={selectionError}
        view={address.view}
        found={lineage.data?.nodes.map((node) => node.status) ?? []}
        onSelect={address.setSelect}
        onView={address.setView}
      >
        <MaterializeButton
          ref={button}
          select={address.target}
          isOpen={address.isPlanOpen}
          isStale={isStale}
          onOpen={() => (address.isPlanOpen ? closePlan() : setPlanOpen(true))}
        />
      </Toolbar>
      <div className="relative flex min-h-0 grow">
        <div className="relative min-w-0 grow overflow-hidden">
          <LineageView lineage={lineage} scene={scene} address={address} />
        </div>
        {address.isPlanOpen ? (
          <Aside>
            <PlanPanel
              key={address.target}
              select={address.target}
              isPartial={address.target !== "*"}
              upstream={address.withUpstream}
              onUpstream={address.setUpstream}
              changedAt={(key) => {
                const node = scene?.nodes.get(key);
                return node ? changedAt(node) : null;
              }}
              isStale={isStale}
              onLaunched={address.showRun}
              onClose={closePlan}
            />
          </Aside>
        ) : (
          scene &&
          address.selected.length > 0 && (
            <Aside>
              <AssetPanel selected={address.selected} scene={scene} onSelect={address.selectAsset} onClose={address.clear} />
            </Aside>
          )
        )}
      </div>
      {address.run && <RunDock key={address.run} id={address.run} onSelect={address.selectAsset} onClose={address.closeRun} />}
    </>
  );
}
