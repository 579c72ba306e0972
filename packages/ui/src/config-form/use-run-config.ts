/** The forms of the assets that a plan is about, and the config of the run that they add up to. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { Json } from "../graphql/graphql.ts";
import { type ConfigFormOf, configFormsOptions } from "./options.ts";
import { type Entries, type FormContent, readForm } from "./read-form.ts";

export type RunConfig = { readonly [asset: string]: Json };

export interface RunConfigForms {
  readonly forms: readonly (ConfigFormOf & { readonly entries: Entries; readonly content: FormContent })[];
  /** Config by asset, of the assets for which something is filled in. */
  readonly config: RunConfig;
  /** Something is being typed, or does not fit: the plan is not that of what is shown. */
  readonly isUnsettled: boolean;
  readonly enter: (asset: string, name: string, text: string) => void;
  readonly clear: (asset: string) => void;
}

/** A plan is made when nobody has typed for so long. */
const pauseMs = 350;
const nothing: RunConfig = {};

export function useRunConfig(select: string): RunConfigForms {
  const { data } = useQuery(configFormsOptions(select));
  const [entered, setEntered] = useState<{ readonly [asset: string]: Entries }>({});
  const forms = useMemo(
    () =>
      (data ?? []).map((form) => {
        const entries = entered[form.asset] ?? {};
        return { ...form, entries, content: readForm(form.fields, entries) };
      }),
    [data, entered],
  );
  const text = JSON.stringify(Object.fromEntries(forms.flatMap(({ asset, content }) => (content.config === undefined ? [] : [[asset, content.config]]))));
  const settled = useSettled(text);
  return {
    forms,
    config: useMemo(() => (settled === "{}" ? nothing : (JSON.parse(settled) as RunConfig)), [settled]),
    isUnsettled: settled !== text || forms.some(({ content }) => Object.keys(content.problems).length > 0),
    enter: (asset, name, value) => setEntered((current) => ({ ...current, [asset]: { ...current[asset], [name]: value } })),
    clear: (asset) => setEntered((current) => ({ ...current, [asset]: {} })),
  };
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
