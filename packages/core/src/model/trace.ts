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
  /** How the version was found: where only this changed and the module did not, nothing has changed. */
  readonly scheme?: string;
  /** SHA-256 of the module that declares it; missing where its text cannot be read. */
  readonly module?: string;
}

export interface Trace {
  readonly codeVersion: string;
  readonly codeParts: CodeParts;
  readonly inputs: readonly TracedInput[];
  /** SHA-256 of the canonical form of the parsed config. */
  readonly configHash: string;
  readonly dataVersion: string;
}
