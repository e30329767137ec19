/** A bug planted on purpose, to see that a gate finds it: quality.md §8. It is put into a copy, never into the tree. */
export interface Canary {
  readonly bug: string;
  /** The gate that has to turn red within its PR slice. */
  readonly gate: string;
  readonly edits: readonly Edit[];
}

export interface Edit {
  readonly file: string;
  /** Occurs once in the file. */
  readonly find: string;
  readonly replace: string;
}
