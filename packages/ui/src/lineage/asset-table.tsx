/** The lineage as a table: the same assets, with everything that the graph says by place and line said in words. */
import { ago } from "../format/format.ts";
import { Badge } from "../status/badge.tsx";
import { outcomes, statuses } from "../status/presentation.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { KeyText } from "../ui/key-text.tsx";
import { useNow } from "../ui/now.ts";
import { Prose } from "../ui/prose.tsx";
import { changedAt, kindOf } from "./asset-kind.ts";
import { reasonText } from "./causes.tsx";
import type { LineageNode } from "./queries.ts";
import { attemptOf } from "./scene.ts";
import type { SceneState } from "./scene-context.tsx";

const cell = "border-b border-line px-3 py-2.5 align-top max-md:block max-md:border-0 max-md:px-0 max-md:py-0.5";

type AssetTableProps = Pick<SceneState, "scene" | "selected" | "onSelect">;

export function AssetTable({ scene, selected, onSelect }: AssetTableProps) {
  return (
    <section aria-label="Assets" data-testid="lineage-table" className="absolute inset-0 overflow-auto p-3 sm:p-4" tabIndex={-1}>
      <table className="w-full border-separate border-spacing-0 rounded-xl border border-line bg-surface">
        <thead className="max-md:sr-only">
          <tr className="text-left text-xs text-ink-3">
            {["Select", "Asset", "Status", "Why", "Reads", "Changed"].map((title) => (
              <th key={title} scope="col" className="border-b border-line px-3 py-2 font-medium">
                {title === "Select" ? <span className="sr-only">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...scene.nodes.values()].map((asset) => (
            <AssetRow key={asset.key} asset={asset} scene={scene} selected={selected} onSelect={onSelect} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function AssetRow({ asset, scene, selected, onSelect }: AssetTableProps & { readonly asset: LineageNode }) {
  const now = useNow();
  const attempt = attemptOf(asset.key, scene);
  const at = changedAt(asset);
  const isSelected = selected.has(asset.key);
  return (
    <tr
      data-asset={asset.key}
      data-status={asset.status}
      data-outcome={attempt?.outcome}
      className={`max-md:block max-md:border-b max-md:border-line max-md:p-3 ${isSelected ? "bg-accent-soft" : ""}`}
    >
      <td className={`${cell} w-8 max-md:float-right`}>
        <Checkbox label={`Select ${asset.key}`} checked={isSelected} onChange={() => onSelect(asset.key, true)} />
      </td>
      <th scope="row" className={`${cell} text-left font-normal`}>
        <button
          type="button"
          onClick={() => onSelect(asset.key, false)}
          className="min-h-6 rounded text-left underline decoration-line-strong underline-offset-3 hover:decoration-accent"
        >
          <KeyText assetKey={asset.key} />
        </button>
        <div className="text-xs text-ink-3">{kindOf(asset).name}</div>
      </th>
      <td className={cell}>
        <div className="flex flex-wrap gap-1.5">
          <Badge as={statuses[asset.status]} />
          {attempt && attempt.outcome !== "WAITING" && <Badge as={outcomes[attempt.outcome]} plain />}
        </div>
      </td>
      <td className={`${cell} max-w-md text-ink-2`}>{asset.status !== "FRESH" && <Prose text={reasonText(asset)} />}</td>
      <td className={`${cell} text-xs text-ink-2`}>
        {(scene.upstream.get(asset.key) ?? []).map((key) => (
          <div key={key} className="break-words">
            {key}
          </div>
        ))}
      </td>
      <td className={`${cell} text-xs whitespace-nowrap text-ink-3`}>{at && ago(at, now)}</td>
    </tr>
  );
}
