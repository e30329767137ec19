/** The types that overload ids range over. */
export const NARROW_INTEGERS = ["TINYINT", "SMALLINT", "INTEGER"] as const;
export const INTEGER_TYPES = [...NARROW_INTEGERS, "BIGINT"] as const;
/** Types that have extremes. BOOLEAN, though ordered, has none, as in PostgreSQL. */
export const ORDERED_TYPES = [...INTEGER_TYPES, "REAL", "DOUBLE", "TEXT", "DATE", "TIMESTAMP"] as const;
/** Types with an equality and an order. */
export const COMPARABLE_TYPES = [...ORDERED_TYPES, "BOOLEAN"] as const;
