/** The config of a run, in its plan: a form for each asset that takes one. */
import { count } from "../format/format.ts";
import { Button } from "../ui/button.tsx";
import { KeyText } from "../ui/key-text.tsx";
import { ConfigField } from "./config-field.tsx";
import { nameOf } from "./fields.ts";
import type { RunConfigForms } from "./use-run-config.ts";

interface ConfigSectionProps extends Pick<RunConfigForms, "forms" | "enter" | "clear"> {
  /** The one asset that is selected: then its form is what one came for. */
  readonly only: string | null;
}

export function ConfigSection({ forms, enter, clear, only }: ConfigSectionProps) {
  if (forms.length === 0) return null;
  const isOpen = forms.length === 1 && forms[0]?.asset === only;
  return (
    <details open={isOpen} data-testid="config" className="mb-5">
      <summary className="min-h-6 text-xs font-semibold tracking-wide text-ink-3 uppercase">
        Config <Given texts={forms.flatMap((form) => Object.values(form.entries))} />
      </summary>
      <p className="my-2 text-xs leading-relaxed text-ink-2">
        For this run alone. What is left empty stays as it is declared; an asset that is given a config always runs.
      </p>
      <ul className="flex flex-col gap-2">
        {forms.map((form) => (
          <li key={form.asset}>
            <Form form={form} isOpen={isOpen} enter={enter} clear={clear} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Given({ texts }: { readonly texts: readonly string[] }) {
  const given = texts.filter((text) => text !== "").length;
  return given > 0 && <span className="ml-2 font-normal tracking-normal text-accent normal-case">{count(given)} given</span>;
}

interface FormProps extends Pick<RunConfigForms, "enter" | "clear"> {
  readonly form: RunConfigForms["forms"][number];
  readonly isOpen: boolean;
}

function Form({ form: { asset, fields, entries, content }, isOpen, enter, clear }: FormProps) {
  const isFilled = Object.values(entries).some((text) => text !== "");
  return (
    <details open={isOpen} data-testid="config-form" data-asset={asset} className="rounded-lg border border-line bg-surface">
      <summary className="min-h-9 px-3 py-2">
        <KeyText assetKey={asset} />
        <Given texts={Object.values(entries)} />
      </summary>
      <div className="flex flex-col gap-4 border-t border-line px-3 py-3">
        {fields.map((field) => (
          <ConfigField
            key={nameOf(field)}
            field={field}
            text={entries[nameOf(field)] ?? ""}
            problem={content.problems[nameOf(field)]}
            onChange={(text) => enter(asset, nameOf(field), text)}
          />
        ))}
        {isFilled && (
          <Button look="bare" className="self-start" onClick={() => clear(asset)}>
            Leave all as declared
          </Button>
        )}
      </div>
    </details>
  );
}
