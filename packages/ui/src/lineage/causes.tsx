/** Why an asset is not fresh: what differs, and the chain to where it began. */
import { ArrowLeft } from "lucide-react";
import { ago } from "../format/format.ts";
import { sentence } from "../format/sentence.ts";
import { KeyText } from "../ui/key-text.tsx";
import { useNow } from "../ui/now.ts";
import { Prose } from "../ui/prose.tsx";
import { changedAt } from "./asset-kind.ts";
import { chainTo } from "./paths.ts";
import type { LineageNode } from "./queries.ts";
import type { Scene } from "./scene.ts";

/** Direct causes in words; for what is stale only through its upstream, what that means. */
function causeSentences(asset: Pick<LineageNode, "status" | "causes">): readonly string[] {
  if (asset.status === "MISSING") return ["It has never been materialized."];
  if (asset.status === "UNOBSERVED") return ["Nobody has looked at this source yet."];
  if (asset.status === "UPSTREAM_STALE") return ["Something upstream has to run first; then it may turn out fresh."];
  return asset.causes.map((cause) => sentence(cause.message));
}

/** The direct causes, and where it began where they do not say that, in one text. */
export function reasonText(asset: LineageNode): string {
  const direct = new Set(asset.causes.map((cause) => cause.message));
  const beginnings = new Set(
    asset.rootCauses.filter((cause) => cause.asset !== asset.key && !direct.has(cause.message)).map((cause) => sentence(cause.message)),
  );
  return [...causeSentences(asset), ...beginnings].join(" ");
}

/** Root causes other than the asset itself, one per beginning. */
const rootsOf = (asset: LineageNode): readonly string[] => [...new Set(asset.rootCauses.map((cause) => cause.asset))].filter((root) => root !== asset.key);

/** All of it as one text, for those who hear it. */
export function causesText(asset: LineageNode, scene: Scene): string {
  const chains = rootsOf(asset).map(
    (root) => `Root cause: ${root}, through ${chainTo(root, asset.key, scene.upstream).slice(1, -1).join(", ") || "a direct input"}.`,
  );
  return [...causeSentences(asset), ...chains].join(" ").replaceAll("`", "");
}

export function Causes({ asset, scene }: { readonly asset: LineageNode; readonly scene: Scene }) {
  const sentences = causeSentences(asset);
  const roots = rootsOf(asset);
  return (
    <div data-testid="causes" className="flex flex-col gap-2.5">
      {sentences.length > 0 && (
        <ul className="flex flex-col gap-1">
          {sentences.map((text) => (
            <li key={text} className="break-words">
              <Prose text={text} />
            </li>
          ))}
        </ul>
      )}
      {roots.length > 0 && (
        <div>
          <p className="mb-1 text-xs text-ink-3">{roots.length === 1 ? "Root cause" : "Root causes"}</p>
          <ul className="flex flex-col gap-1.5">
            {roots.map((root) => (
              <Root key={root} root={root} asset={asset} scene={scene} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Root({ root, asset, scene }: { readonly root: string; readonly asset: LineageNode; readonly scene: Scene }) {
  const now = useNow();
  const node = scene.nodes.get(root);
  const cause = asset.rootCauses.find((one) => one.asset === root);
  const at = node?.isSource ? changedAt(node) : null;
  const chain = chainTo(root, asset.key, scene.upstream);
  return (
    <li>
      <p className="font-medium break-words">
        <Prose
          text={
            at !== null && cause?.code === "INPUT_CHANGED" ? `${cause.message.replace(/\.$/, "")} ${ago(at, now)}.` : cause ? sentence(cause.message) : root
          }
        />
      </p>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-xs text-ink-2">
        {chain.map((key, at) => (
          <span key={key} className="inline-flex items-center gap-1.5">
            {at > 0 && <ArrowLeft role="img" aria-label="because of" size={12} className="text-ink-3" />}
            <KeyText assetKey={key} />
          </span>
        ))}
      </p>
    </li>
  );
}
