/** What a query may take at most; part of its build. */
export interface Limits {
  /** Longest JSON line, in bytes. */
  readonly rowBytes: number;
  /** What the module's memory may grow to, in bytes. */
  readonly stateBytes: number;
}

export const DEFAULT_LIMITS: Limits = { rowBytes: 1_048_576, stateBytes: 268_435_456 };

/** Nullable keys of a group: their flags are one machine word. */
export const NULLABLE_KEYS_MAX = 64;
