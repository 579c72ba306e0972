/** Exactly which versions went in, each with what has become of it since. */
import Link from "next/link";
import { plural } from "../format/format.ts";
import { kindOf } from "../lineage/asset-kind.ts";
import { Copyable } from "../ui/copyable.tsx";
import { KeyLink } from "../ui/key-text.tsx";
import { Card } from "../ui/page.tsx";
import { When } from "../ui/when.tsx";
import { assetHref, materializationHref } from "../url/address.ts";
import type { Materialization, MaterializationInput } from "./queries.ts";
import { since } from "./since.ts";

const cell = "border-b border-line py-2.5 pr-4 align-baseline max-md:block max-md:border-0 max-md:p-0 max-md:pt-0.5";
const link = "rounded underline decoration-line-strong underline-offset-3 hover:decoration-accent";

export function Inputs({ inputs: { edges, pageInfo } }: Pick<Materialization, "inputs">) {
  return (
    <Card title="What went in" testId="inputs" aside={<span className="text-xs text-ink-3">{plural(edges.length, "version")}</span>}>
      {edges.length === 0 ? (
        <p className="text-ink-2">It read nothing.</p>
      ) : (
        <table className="w-full border-separate border-spacing-0 max-md:block">
          <thead className="text-left text-xs text-ink-3 max-md:sr-only">
            <tr>
              {["Input", "Asset", "Version", "From", "Since then"].map((title) => (
                <th key={title} scope="col" className={`${cell} pt-0 font-medium`}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="max-md:block">
            {edges.map(({ node }) => (
              <Input key={`${node.input} ${node.asset.key}`} read={node} />
            ))}
          </tbody>
        </table>
      )}
      {pageInfo.hasNextPage && <p className="mt-3 text-xs text-ink-2">There are more; these are the first {edges.length}.</p>}
    </Card>
  );
}

function Input({ read }: { readonly read: MaterializationInput }) {
  const { icon: Icon, name: kind } = kindOf({ ...read.asset });
  return (
    <tr
      data-testid="input"
      data-input={read.input}
      data-since={since(read).kind}
      className="last:*:border-b-0 max-md:block max-md:border-b max-md:border-line max-md:py-2.5 max-md:last:border-b-0"
    >
      <th scope="row" className={`${cell} text-left font-normal`}>
        <bdi className="font-mono text-xs">{read.input}</bdi>
      </th>
      <td className={cell}>
        <span className="flex items-baseline gap-2">
          <Icon role="img" aria-label={kind} size={14} className="shrink-0 translate-y-0.5 text-ink-3" />
          <KeyLink assetKey={read.asset.key} />
        </span>
      </td>
      <td className={cell}>
        <Copyable text={read.observation?.dataVersion ?? read.version} what={`version of ${read.asset.key}`} className="-ml-1" />
      </td>
      <td className={`${cell} text-ink-2`}>
        <From read={read} />
      </td>
      <td className={`${cell} text-ink-2`}>
        <Now read={read} />
      </td>
    </tr>
  );
}

function From({ read: { source, observation, asset } }: { readonly read: MaterializationInput }) {
  if (source) {
    return (
      <Link href={materializationHref(source.id)} prefetch={false} className={link}>
        materialized <When at={source.at} />
      </Link>
    );
  }
  if (observation) {
    return (
      <Link href={`${assetHref(asset.key)}?tab=history`} prefetch={false} className={link}>
        seen <When at={observation.at} />
      </Link>
    );
  }
  return <span className="text-ink-3">no longer recorded</span>;
}

function Now({ read }: { readonly read: MaterializationInput }) {
  const found = since(read);
  if (found.kind !== "newer") return <span className={found.kind === "gone" ? "text-stale" : "text-ink-3"}>{found.text}</span>;
  const href = found.id === null ? `${assetHref(read.asset.key)}?tab=history` : materializationHref(found.id);
  return (
    <Link href={href} prefetch={false} className={`${link} text-stale`}>
      {found.text}
    </Link>
  );
}
