/** FROM -> a plan and the columns in sight. */
import type { Scan } from "../../runtime/plan.ts";
import type { SourceRelation } from "../catalog/relations.ts";
import type { Span } from "../diagnostics/span.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type * as ast from "../sql/ast.ts";
import { bindQuery } from "./bind-query.ts";
import { arrangeArguments, bindWindowTable, reportForm, type WindowKind, windowKind } from "./bind-window.ts";
import type { SourceEntry, ViewEntry } from "./catalog.ts";
import { type Environment, isNamed } from "./environment.ts";
import type { BoundRelation, From, VisibleColumn } from "./relation.ts";
import { identText, makeScope } from "./scope.ts";

/** Null: it was reported, and nothing can be said about the clauses that read it. */
export function bindFrom(item: ast.FromItem, env: Environment): From | null {
  switch (item.kind) {
    case "TableName":
      return bindTableName(item, env);
    case "Derived": {
      const relation = bindQuery(item.query, env);
      return relation === null ? null : visible(relation, item.alias?.name ?? null, "the subquery", item.span);
    }
    case "WindowTable":
      return bindWindow(item, env);
    case "BadFrom":
      return null;
  }
}

function bindTableName({ name, alias, span }: ast.TableName, env: Environment): From | null {
  const cte = env.ctes.findLast((c) => c.relation !== "itself" && isNamed(name, c.name.name));
  if (cte !== undefined) {
    if (cte.relation === null || cte.relation === "itself") return null;
    return visible(cte.relation, alias?.name ?? cte.name.name, `\`${cte.name.name}\``, cte.name.span);
  }
  const entry = env.catalog.find(name);
  switch (entry?.kind) {
    case undefined:
      if (env.ctes.some((c) => isNamed(name, c.name.name))) reportCircle(name, env);
      else if (env.catalog.isWhole) reportUnknown(name, env);
      return null;
    case "broken":
      return null;
    case "source": {
      const relation = scanOf(entry, span);
      return visible(relation, alias?.name ?? entry.name, `\`${entry.name}\``, entry.span);
    }
    case "view": {
      const relation = relationOfView(entry, name, env);
      return relation && visible(relation, alias?.name ?? entry.name, `\`${entry.name}\``, entry.span);
    }
  }
}

function visible(relation: BoundRelation, qualifier: string | null, origin: string, declaredAt: Span): From {
  const { plan, columns, timing, isWhole, depth } = relation;
  const scope = makeScope(qualifier, [{ origin, declaredAt, columns }], plan.schema);
  return { plan, timing, depth, scope: { ...scope, isWhole } };
}

function reportUnknown(name: ast.Ident, env: Environment): void {
  const names = [...env.ctes.map((cte) => cte.name.name), ...[...env.catalog.entries].map((entry) => entry.name)];
  const known = names.length === 0 ? "no source is declared" : "not a source, a view or a WITH query";
  const details = env.bag.error("MR2002", name.span, { name: name.name, why: known });
  if (env.bag.isFull && env.bag.omitted > 0) return;
  for (const candidate of suggest(name.name, names)) details.try(identText(candidate));
}

function reportCircle({ name, span }: ast.Ident, env: Environment): void {
  env.bag.error("MR2019", span, { name, why: "its own query leads back to it" });
}

/** All columns of a source; those that nothing reads are dropped by a later phase. */
function scanOf({ source, brokenColumns }: SourceEntry, span: Span): BoundRelation {
  const { watermark } = source;
  const plan: Scan = {
    kind: "Scan",
    source: source.name,
    columns: source.columns.map((_, i) => i),
    watermark: watermark === null ? null : { column: watermark.column, delayUs: watermark.delayUs },
    schema: source.columns.map(({ name, type, nullable }, i) => ({
      name,
      type,
      nullable: nullable && !isEventTime(source, i),
    })),
    span,
  };
  const columns = source.columns.map(
    ({ name }, ordinal): VisibleColumn => ({ name, ordinal, isBroken: brokenColumns.has(ordinal) }),
  );
  return { plan, columns, timing: null, isWhole: true, depth: 0 };
}

/** A row without event time does not get past the decoder. */
function isEventTime({ watermark }: SourceRelation, column: number): boolean {
  return watermark?.column === column;
}

/** A view is bound once, when it is first read; who reads it gets the same plan. */
export function relationOfView(entry: ViewEntry, reader: ast.Ident, env: Environment): BoundRelation | null {
  if (entry.state === "binding") {
    reportCircle(reader, env);
    return null;
  }
  if (entry.state !== "unbound") return entry.state;
  entry.state = "binding";
  const relation = bindQuery(entry.view.query, { ...env, ctes: [] });
  entry.state = relation;
  return relation;
}

function bindWindow(item: ast.WindowTable, env: Environment): From | null {
  const kind = windowKind(item.name.name);
  const args = kind === null ? null : arrangeArguments(item, kind, env);
  if (kind === null || args === null) return null;
  const relation = asRelation(args.get("DATA")!.value, kind, env);
  const input = relation === null ? null : bindFrom(relation, env);
  if (input === null) return null;
  const from = bindWindowTable(item, kind, args, input, env);
  if (from === null || item.alias === null) return from;
  return { ...from, scope: { ...from.scope, qualifier: item.alias.name } };
}

/** The first argument of a window function: a bare name is a relation there. */
function asRelation(value: ast.WindowArg["value"], kind: WindowKind, env: Environment): ast.FromItem | null {
  if (value.kind === "TableName" || value.kind === "Derived") return value;
  if (value.kind === "Name" && value.qualifier === null) {
    return { kind: "TableName", name: value.name, alias: null, span: value.span };
  }
  if (value.kind !== "Bad") reportForm(kind, "the first argument is no relation", value.span, env);
  return null;
}
