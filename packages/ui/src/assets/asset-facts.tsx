/** What is declared of an asset: who, where, and what its author noted. */
import { entriesOf } from "../format/json.ts";
import { Copyable } from "../ui/copyable.tsx";
import { Card, Facts } from "../ui/page.tsx";
import { MetadataValue } from "./metadata.tsx";
import type { Asset } from "./queries.ts";

export function AssetFacts({ asset }: { readonly asset: Asset }) {
  const tags = entriesOf(asset.tags);
  const noted = entriesOf(asset.metadata);
  return (
    <Card title="Declaration" testId="declaration">
      <Facts
        facts={[
          ...(asset.isDefined ? ([["Owners", asset.owners.length === 0 ? "Nobody" : asset.owners.join(", ")]] as const) : []),
          ["Group", <bdi key="group">{asset.group}</bdi>],
          ...(tags.length > 0 ? ([["Tags", <Tags key="tags" tags={tags} />]] as const) : []),
          ...(asset.isDefined
            ? ([["Schedule", asset.isSource ? "None: looked at before every run that reads it" : "None: runs when somebody asks"]] as const)
            : []),
          ["Code version", <Copyable key="code" text={asset.codeVersion} what="code version" className="-ml-1" />],
          ...(asset.declaredAt
            ? ([
                [
                  "Declared at",
                  <code key="at" className="font-mono text-xs break-all">
                    {asset.declaredAt}
                  </code>,
                ],
              ] as const)
            : []),
          ...noted.map(([name, value]) => [name, <MetadataValue key={name} value={value} />] as const),
        ]}
      />
    </Card>
  );
}

const Tags = ({ tags }: { readonly tags: ReturnType<typeof entriesOf> }) => (
  <ul className="flex flex-wrap gap-1.5">
    {tags.map(([name, value]) => (
      <li key={name} className="rounded-full border border-line bg-sunken px-2 text-xs leading-5 break-all">
        <bdi>{`${name}=${String(value)}`}</bdi>
      </li>
    ))}
  </ul>
);
