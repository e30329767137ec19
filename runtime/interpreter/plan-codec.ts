/**
 * Plans from their canonical JSON: the nodes of `plan.ts` without spans, 64-bit integers as `{"$i64":"-5"}`, REAL and
 * DOUBLE as `{"$f64":"<16 hex digits of the bits>"}`, dates `{"$date":"2024-02-29"}`, timestamps `{"$ts":"<µs>"}`,
 * intervals `{"$iv":[months,days,"<µs>"]}`.
 */
import type {
  AggregateCall,
  Case,
  Expr,
  Field,
  LogicalPlan,
  Output,
  Span,
  SqlType,
  Value,
  WindowSpec,
} from "../plan.ts";
import { parseDate } from "./datetime-text.ts";
import { Fault } from "./fault.ts";
import { doubleOfBits } from "./float-bits.ts";
import { flag, integer, isObject, kindOf, list, optional, properties, text, word } from "./json-shape.ts";

/** Canonical JSON does not say where in the query a node stands. */
const NO_SPAN: Span = { file: "", start: 0, end: 0 };

/** `value` is parsed JSON. Throws for a plan with a node or property that is not of this version, or without one. */
export function decodePlan(value: unknown): Output {
  const plan = decodeNode(value);
  if (plan.kind !== "Output") throw new Error(`a plan ends in an Output, not in a ${plan.kind}`);
  return plan;
}

function decodeNode(value: unknown): LogicalPlan {
  const kind = word(kindOf(value), "Scan", "Filter", "Project", "Window", "Aggregate", "Output");
  switch (kind) {
    case "Scan": {
      const node = properties(value, "kind", "schema", "source", "columns", "watermark");
      return {
        kind,
        ...common(node),
        source: text(node.source),
        columns: list(node.columns, integer),
        watermark: optional(node.watermark, decodeWatermark),
      };
    }
    case "Filter": {
      const node = properties(value, "kind", "schema", "input", "predicate");
      return { kind, ...common(node), input: decodeNode(node.input), predicate: decodeExpr(node.predicate) };
    }
    case "Project": {
      const node = properties(value, "kind", "schema", "input", "exprs");
      return { kind, ...common(node), input: decodeNode(node.input), exprs: list(node.exprs, decodeExpr) };
    }
    case "Window": {
      const node = properties(value, "kind", "schema", "input", "window", "time");
      const window = decodeWindow(node.window);
      return { kind, ...common(node), input: decodeNode(node.input), window, time: integer(node.time) };
    }
    case "Aggregate": {
      const node = properties(value, "kind", "schema", "input", "keys", "aggregates", "emit", "latenessUs");
      return {
        kind,
        ...common(node),
        input: decodeNode(node.input),
        keys: list(node.keys, decodeExpr),
        aggregates: list(node.aggregates, decodeAggregateCall),
        emit: word(node.emit, "on-window-close", "after-watermark"),
        latenessUs: decodeInt64(node.latenessUs),
      };
    }
    case "Output": {
      const node = properties(value, "kind", "schema", "input", "name", "changelog");
      const changelog = word(node.changelog, "append", "retract");
      return { kind, ...common(node), input: decodeNode(node.input), name: text(node.name), changelog };
    }
  }
}

function common({ schema }: { readonly schema: unknown }): { schema: Field[]; span: Span } {
  return { schema: list(schema, decodeField), span: NO_SPAN };
}

function decodeField(value: unknown): Field {
  const { name, type, nullable } = properties(value, "name", "type", "nullable");
  return { name: text(name), type: decodeType(type), nullable: flag(nullable) };
}

function decodeWatermark(value: unknown): { column: number; delayUs: bigint } {
  const { column, delayUs } = properties(value, "column", "delayUs");
  return { column: integer(column), delayUs: decodeInt64(delayUs) };
}

function decodeWindow(value: unknown): WindowSpec {
  const kind = word(kindOf(value), "tumble", "hop", "cumulate");
  switch (kind) {
    case "tumble": {
      const window = properties(value, "kind", "sizeUs", "offsetUs");
      return { kind, ...decodeSize(window) };
    }
    case "hop": {
      const window = properties(value, "kind", "slideUs", "sizeUs", "offsetUs");
      return { kind, slideUs: decodeInt64(window.slideUs), ...decodeSize(window) };
    }
    case "cumulate": {
      const window = properties(value, "kind", "stepUs", "sizeUs", "offsetUs");
      return { kind, stepUs: decodeInt64(window.stepUs), ...decodeSize(window) };
    }
  }
}

function decodeSize(window: { sizeUs: unknown; offsetUs: unknown }): { sizeUs: bigint; offsetUs: bigint } {
  return { sizeUs: decodeInt64(window.sizeUs), offsetUs: decodeInt64(window.offsetUs) };
}

function decodeAggregateCall(value: unknown): AggregateCall {
  const call = properties(value, "overload", "arg", "filter", "type", "nullable");
  return {
    overload: text(call.overload),
    arg: optional(call.arg, decodeExpr),
    filter: optional(call.filter, decodeExpr),
    ...typed(call),
  };
}

function decodeExpr(value: unknown): Expr {
  const kind = word(kindOf(value), "Literal", "Column", "Call", "Cast", "Case");
  switch (kind) {
    case "Literal": {
      const literal = properties(value, "kind", "type", "nullable", "value");
      return { kind, ...typed(literal), value: decodeValue(literal.value) };
    }
    case "Column": {
      const column = properties(value, "kind", "type", "nullable", "ordinal");
      return { kind, ...typed(column), ordinal: integer(column.ordinal) };
    }
    case "Call": {
      const call = properties(value, "kind", "type", "nullable", "overload", "args");
      return { kind, ...typed(call), overload: text(call.overload), args: list(call.args, decodeExpr) };
    }
    case "Cast": {
      const cast = properties(value, "kind", "type", "nullable", "mode", "arg");
      return { kind, ...typed(cast), mode: word(cast.mode, "strict", "try"), arg: decodeExpr(cast.arg) };
    }
    case "Case": {
      const branches = properties(value, "kind", "type", "nullable", "whens", "otherwise");
      const whens = list(branches.whens, decodeBranch);
      return { kind, ...typed(branches), whens, otherwise: decodeExpr(branches.otherwise) };
    }
  }
}

function decodeBranch(value: unknown): Case["whens"][number] {
  const branch = properties(value, "when", "then");
  // biome-ignore lint/suspicious/noThenProperty: the plan names the parts as SQL does
  return { when: decodeExpr(branch.when), then: decodeExpr(branch.then) };
}

function typed({ type, nullable }: { type: unknown; nullable: unknown }): {
  type: SqlType;
  nullable: boolean;
  span: Span;
} {
  return { type: decodeType(type), nullable: flag(nullable), span: NO_SPAN };
}

const PLAIN_TYPES = [
  "BOOLEAN",
  "TINYINT",
  "SMALLINT",
  "INTEGER",
  "BIGINT",
  "REAL",
  "DOUBLE",
  "DATE",
  "INTERVAL",
] as const;

function decodeType(value: unknown): SqlType {
  const kind = word(kindOf(value), ...PLAIN_TYPES, "TEXT", "TIMESTAMP");
  if (kind === "TEXT") return { kind, maxLength: optional(properties(value, "kind", "maxLength").maxLength, integer) };
  if (kind === "TIMESTAMP") return { kind, precision: integer(properties(value, "kind", "precision").precision) };
  properties(value, "kind");
  return { kind };
}

function decodeValue(value: unknown): Value {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (!isObject(value)) return integer(value);
  if ("$i64" in value) return decodeInt64(value);
  if ("$ts" in value) return bigInteger(properties(value, "$ts").$ts);
  if ("$f64" in value) return doubleOfBits(BigInt(`0x${matching(properties(value, "$f64").$f64, /^[0-9a-f]{16}$/)}`));
  if ("$date" in value) return decodeDate(properties(value, "$date").$date);
  const [months, days, us, ...more] = list(properties(value, "$iv").$iv, (part) => part);
  if (more.length > 0) throw new Error("an interval has three parts");
  return { months: integer(months), days: integer(days), us: bigInteger(us) };
}

function decodeDate(value: unknown): number {
  const day = parseDate(text(value));
  if (day instanceof Fault) throw new Error(`expected a date, found ${String(value)}`);
  return day;
}

function decodeInt64(value: unknown): bigint {
  return bigInteger(properties(value, "$i64").$i64);
}

function bigInteger(value: unknown): bigint {
  return BigInt(matching(value, /^-?\d+$/));
}

function matching(value: unknown, shape: RegExp): string {
  if (!shape.test(text(value))) throw new Error(`expected ${shape.source}, found ${String(value)}`);
  return text(value);
}
