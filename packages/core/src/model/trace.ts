/** What a materialization recorded: from what, by which code and with which config it was computed. */

/** One upstream cell that a step really read. `version` is `null` when the cell did not exist. */
export interface TracedCell {
  readonly partition: string | null;
  readonly version: string | null;
  /** Sequence number of the materialization or observation that was read. */
  readonly seq: string | null;
}

export interface TracedInput {
  readonly input: string;
  readonly upstream: string;
  /** Canonical text of the partition mapping; `"one"` between unpartitioned assets. */
  readonly mapping: string;
  /** 128-bit order-free hash over the upstream cells, in hex. */
  readonly fingerprint: string;
  /** `false`: loaded and traced, but never a cause. */
  readonly triggers: boolean;
  /** Code version of an upstream source at that time (its path, parser, schema); `null` for a computed upstream. */
  readonly sourceCode: string | null;
  /** The parts of that code version; missing where they were not recorded. */
  readonly sourceParts?: CodeParts;
  readonly cells: readonly TracedCell[];
}

/** The parts that a code version is made of, so that a cause can say which one changed. */
export interface CodeParts {
  /** The version that the author stated, or `null` when it is found automatically. */
  readonly explicit: string | null;
  readonly body: string;
  readonly schema: string;
  readonly config: string;
  readonly params: string;
  /** How the version was found: where only this changed and the source text did not, nothing has changed. */
  readonly scheme?: string;
  /** SHA-256 of the module that declares it; missing where its text cannot be read. */
  readonly module?: string;
  /** SHA-256 over the texts of all local modules that count, the versions of packages and the extra inputs; missing where only the module is known. */
  readonly raw?: string;
  /** Of a source: its version by the scheme `function-text/1`, under which traces hold no parts of the code of sources. */
  readonly byText?: string;
  /** Of a trace that was given the versions of another scheme: the version that it was recorded with. */
  readonly formerly?: string;
}

export interface Trace {
  readonly codeVersion: string;
  readonly codeParts: CodeParts;
  readonly inputs: readonly TracedInput[];
  /** SHA-256 of the canonical form of the parsed config. */
  readonly configHash: string;
  readonly dataVersion: string;
}
