/** The compiled engine behind `Engine`: queries are packed ahead, then run. */
import { type CompileResult, compile, DEFAULT_LIMITS } from "../../generator/compile.ts";
import { renderDiagnostics } from "../../generator/diagnostics/render.ts";
import type { Engine, InputLine, Result, RunOptions } from "../fuzz/engine.ts";
import { play } from "./execute.ts";
import { type PackedQuery, packQueries } from "./pack.ts";
import { soundPlans } from "./sound-plans.ts";

export class PackedEngine implements Engine {
  readonly #packed = new Map<string, PackedQuery>();
  readonly #refused = new Map<string, CompileResult>();

  /** Compiles queries that will be run. */
  async prepare(sqls: readonly string[], optimize = true): Promise<void> {
    const fresh = [...new Set(sqls)].filter(
      (sql) => !this.#packed.has(keyOf(sql, optimize)) && !this.#refused.has(keyOf(sql, optimize)),
    );
    const results = fresh.map((sql) => ({
      sql,
      result: compile(
        [{ file: "query.sql", text: sql }],
        { name: "query", optimize, limits: DEFAULT_LIMITS },
        soundPlans(sql),
      ),
    }));
    const good = results.flatMap(({ sql, result }) =>
      result.query === null ? [] : [{ sql, result, query: result.query }],
    );
    for (const { sql, result } of results) if (result.query === null) this.#refused.set(keyOf(sql, optimize), result);
    const packed = await packQueries(good);
    for (const [i, { sql }] of good.entries()) this.#packed.set(keyOf(sql, optimize), packed[i]!);
  }

  /** Forgets what was prepared: a module is only needed while its queries run. */
  clear(): void {
    this.#packed.clear();
    this.#refused.clear();
  }

  async run(sql: string, inputs: readonly InputLine[], options: RunOptions): Promise<Result> {
    const key = keyOf(sql, options.optimize ?? true);
    if (!this.#packed.has(key) && !this.#refused.has(key)) await this.prepare([sql], options.optimize ?? true);
    const refused = this.#refused.get(key);
    if (refused !== undefined) {
      const { diagnostics, omitted, sources } = refused;
      return {
        kind: "refused",
        codes: diagnostics.map(({ code }) => code),
        text: renderDiagnostics(diagnostics, omitted, sources),
      };
    }
    const cuts = new Set(typeof options.batches === "string" ? [] : options.batches);
    const played = await play(this.#packed.get(key)!, inputs, {
      lane: options.lane ?? "wasm",
      ingest: "objects",
      cutsBefore: (line) => options.batches === "each" || cuts.has(line),
      restartsAfter: () => false,
      random: () => 0,
    });
    return { kind: "ran", lines: played!.lines };
  }
}

function keyOf(sql: string, optimize: boolean): string {
  return `${optimize ? "on" : "off"} ${sql}`;
}
