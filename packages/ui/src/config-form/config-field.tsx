/** One value of a config: its input, what it means, its default, and what is wrong with what was typed. */
import { type ReactNode, useId } from "react";
import { type Field, labelOf, typed } from "./fields.ts";

interface ConfigFieldProps {
  readonly field: Field;
  readonly text: string;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
}

const look = "w-full rounded-lg border bg-surface px-2.5 text-sm";

export function ConfigField({ field, text, problem, onChange }: ConfigFieldProps) {
  const id = useId();
  const described = [field.description !== null && `${id}-about`, problem !== undefined && `${id}-problem`].filter(Boolean).join(" ");
  const input = {
    id,
    value: text,
    "aria-invalid": problem !== undefined,
    "aria-describedby": described || undefined,
    className: `${look} ${problem === undefined ? "border-line-strong" : "border-failed-line"}`,
  };
  return (
    <div data-testid="config-field" data-field={labelOf(field)}>
      <div className="mb-1 flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="min-w-0 font-mono text-xs break-words">
          <bdi>{labelOf(field)}</bdi>
        </label>
        <Default field={field} />
      </div>
      {inputOf(field, input, onChange)}
      {field.description !== null && (
        <p id={`${id}-about`} dir="auto" className="mt-1 text-xs break-words text-ink-2">
          {field.description}
        </p>
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} role="alert" className="mt-1 text-xs break-words text-failed">
          {problem}
        </p>
      )}
    </div>
  );
}

function Default({ field: { fallback } }: { readonly field: Field }) {
  if (fallback === undefined) return null;
  return (
    <span className="truncate text-xs text-ink-3">
      default <code className="font-mono">{typed(fallback) || '""'}</code>
    </span>
  );
}

interface InputProps {
  readonly id: string;
  readonly value: string;
  readonly className: string;
}

const keptText = "as declared";

function inputOf({ type }: Field, input: InputProps, onChange: (text: string) => void): ReactNode {
  const props = { ...input, placeholder: keptText, spellCheck: false, autoComplete: "off" };
  switch (type.kind) {
    case "choice":
      return (
        <select {...input} className={`${input.className} min-h-9`} onChange={(event) => onChange(event.target.value)}>
          <option value="">{keptText}</option>
          {type.options.map((option) => (
            <option key={typed(option)} value={typed(option)}>
              {typed(option)}
            </option>
          ))}
        </select>
      );
    case "json":
      return <textarea {...props} rows={2} className={`${input.className} py-1.5 font-mono`} onChange={(event) => onChange(event.target.value)} />;
    case "number":
      return (
        <input
          {...props}
          type="text"
          inputMode="decimal"
          className={`${input.className} min-h-9 tabular-nums`}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "text":
      return (
        <input {...props} type={type.isDate ? "date" : "text"} className={`${input.className} min-h-9`} onChange={(event) => onChange(event.target.value)} />
      );
  }
}
