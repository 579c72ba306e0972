/** The card beside the hovered or focused node: why it is not fresh. Escape dismisses it; the pointer may enter it. */
import { Tooltip } from "@base-ui/react/tooltip";
import { Badge } from "../status/badge.tsx";
import { statuses } from "../status/presentation.ts";
import { KeyText } from "../ui/key-text.tsx";
import { causesCard } from "./asset-node.tsx";
import { Causes } from "./causes.tsx";
import { useScene } from "./scene-context.tsx";

export function CausesCard() {
  const { scene } = useScene();
  return (
    <Tooltip.Root handle={causesCard}>
      {({ payload }) => {
        // The newest state of the asset, not the one from when the card opened.
        const asset = payload && scene.nodes.get(payload.key);
        return (
          <Tooltip.Portal>
            <Tooltip.Positioner side="bottom" sideOffset={8} collisionPadding={12} className="z-40">
              {/* For eyes: the node says the same as its description. */}
              <Tooltip.Popup
                aria-hidden
                data-testid="causes-card"
                className="appear w-80 max-w-[calc(100vw-24px)] rounded-xl border border-line bg-raised p-3.5 text-ink shadow-card"
              >
                {asset && (
                  <>
                    <div className="mb-2 flex items-start justify-between gap-3">
                      <KeyText assetKey={asset.key} />
                      <Badge as={statuses[asset.status]} />
                    </div>
                    {asset.lastObservation?.error && <p className="mb-2 text-failed">{asset.lastObservation.error.message}</p>}
                    {asset.lastAttempt?.error && asset.lastAttempt.outcome === "FAILED" && (
                      <p className="mb-2 line-clamp-4 text-failed">{asset.lastAttempt.error.message}</p>
                    )}
                    {asset.status === "FRESH" ? (
                      <p className="text-ink-2">{asset.description ?? statuses.FRESH.meaning}</p>
                    ) : (
                      <Causes asset={asset} scene={scene} />
                    )}
                  </>
                )}
              </Tooltip.Popup>
            </Tooltip.Positioner>
          </Tooltip.Portal>
        );
      }}
    </Tooltip.Root>
  );
}
