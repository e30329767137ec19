/** Physical plans of SQL text, by the product's own driver. */
import { type CompiledQuery, compile, DEFAULT_LIMITS } from "../../../generator/compile.ts";

/** The query reads `r`, whose event time is `ts`. */
export const SOURCE = `CREATE SOURCE r (k TEXT, n BIGINT NOT NULL, i INTEGER, b BOOLEAN, x DOUBLE, d DATE,
  ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);`;

export function compiled(sql: string): CompiledQuery {
  const options = { name: "q", optimize: true, limits: DEFAULT_LIMITS };
  const { query, diagnostics } = compile([{ file: "q.sql", text: sql }], options);
  if (query === null) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n"));
  return query;
}

export function physical(select: string): CompiledQuery["physical"] {
  return compiled(`${SOURCE} ${select}`).physical;
}
