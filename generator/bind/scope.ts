/** Which column a name means. */
import type { Field } from "../../runtime/plan.ts";
import type { Span } from "../diagnostics/span.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Ident, NameExpr } from "../sql/ast.ts";
import { isReserved } from "../sql/keywords.ts";
import { BARE_FUNCTIONS } from "../sql/refused.ts";
import { type Environment, isNamed } from "./environment.ts";
import type { VisibleColumn } from "./relation.ts";

/** The columns that expressions over one relation can name. */
export interface Scope {
  /** Alias or name of the relation; null for a subquery without one. */
  readonly qualifier: string | null;
  readonly groups: readonly ColumnGroup[];
  /** By name in lower case; ambiguous names have several. */
  readonly byName: ReadonlyMap<string, readonly VisibleColumn[]>;
  /** Of the plan below. */
  readonly schema: readonly Field[];
  /** False: columns may be missing after a mistake. */
  readonly isWhole: boolean;
  /** Names given in SELECT, in lower case, which cannot be seen here; only a message speaks of them. */
  readonly aliases: ReadonlySet<string>;
}

/** Columns of one origin, for messages: `orders` (1:15), or TUMBLE. */
export interface ColumnGroup {
  readonly origin: string;
  readonly declaredAt: Span | null;
  readonly columns: readonly VisibleColumn[];
}

const NO_ALIASES: ReadonlySet<string> = new Set();

export function makeScope(qualifier: string | null, groups: readonly ColumnGroup[], schema: readonly Field[]): Scope {
  const byName = new Map<string, VisibleColumn[]>();
  for (const column of groups.flatMap((group) => group.columns)) {
    const key = column.name.toLowerCase();
    const same = byName.get(key);
    if (same === undefined) byName.set(key, [column]);
    else same.push(column);
  }
  return { qualifier, groups, byName, schema, isWhole: true, aliases: NO_ALIASES };
}

/** The column that `ident` names; null if there is none, or several. Nothing is reported. */
export function findColumn(ident: Ident, scope: Scope): VisibleColumn | null {
  const found = columnsNamed(ident, scope);
  return found.length === 1 ? found[0]! : null;
}

function columnsNamed(ident: Ident, scope: Scope): VisibleColumn[] {
  return (scope.byName.get(ident.name.toLowerCase()) ?? []).filter(({ name }) => isNamed(ident, name));
}

/** The column that a name means here; null after reporting that there is none, or several. */
export function resolveColumn(expr: NameExpr, scope: Scope, env: Environment): VisibleColumn | null {
  if (expr.qualifier !== null && !isQualifier(expr.qualifier, scope, env)) return null;
  const found = columnsNamed(expr.name, scope);
  if (found.length === 1) return found[0]!;
  if (found.length === 0) {
    if (scope.isWhole) reportUnknown(expr, scope, env);
  } else {
    const origins = scope.groups.filter((g) => g.columns.some((column) => found.includes(column)));
    const why = `a column of ${origins.map((g) => g.origin).join(" and of ")}`;
    env.bag.error("MR2005", expr.span, { name: expr.name.name, why });
  }
  return null;
}

/** Whether a qualifier means the relation of this scope; reports it if not. */
export function isQualifier(qualifier: Ident, scope: Scope, env: Environment): boolean {
  if (scope.qualifier !== null && isNamed(qualifier, scope.qualifier)) return true;
  const why = scope.qualifier === null ? "the subquery in FROM has no alias" : `FROM has \`${scope.qualifier}\``;
  const details = env.bag.error("MR2030", qualifier.span, { name: qualifier.name, why });
  if (scope.qualifier !== null) details.try(identText(scope.qualifier));
  return false;
}

/** At most this many columns are listed in a message. */
const LISTED = 12;

function reportUnknown({ name, span }: NameExpr, scope: Scope, env: Environment): void {
  const origins = env.bag.isFull
    ? []
    : scope.groups.map(({ origin, declaredAt, columns }) => {
        const place = declaredAt === null ? "" : ` (${env.sources.place(declaredAt, span.file)})`;
        const listed = columns.slice(0, LISTED).map((column) => column.name);
        if (columns.length > LISTED) listed.push("…");
        return `${origin}${place}: ${listed.join(", ")}`;
      });
  const details = env.bag.error("MR2001", name.span, {
    name: name.name,
    why: `not a column of ${origins.join("; nor of ")}`,
  });
  if (env.bag.isFull && env.bag.omitted > 0) return;
  if (scope.aliases.has(name.name.toLowerCase())) {
    details.note(`\`${name.name}\` is a name given in SELECT, which WHERE and HAVING do not see`);
    return;
  }
  const candidates = [...scope.byName.values()].flat().map((column) => column.name);
  for (const candidate of suggest(name.name, candidates)) details.try(identText(candidate));
  if (env.sources.index(span.file)?.text[name.span.start] === '"') {
    details.try(`'${name.name}' if text is meant`, [{ span: name.span, text: `'${name.name.replaceAll("'", "''")}'` }]);
  }
}

/** A name as SQL text, quoted where it must be. */
export function identText(name: string): string {
  const word = name.toUpperCase();
  const isBare = /^[A-Za-z_]\w*$/.test(name) && !isReserved(word) && !BARE_FUNCTIONS.has(word);
  return isBare ? name : `"${name.replaceAll('"', '""')}"`;
}
