/** The syntax tree: what was written, with a span on every node. Meaning is the binder's business. */

import type { IntervalUnit } from "../catalog/literals.ts";
import type { Span } from "../diagnostics/span.ts";

/** A name as written. Bare names match without regard to letter case, quoted ones exactly. */
export interface Ident {
  readonly name: string;
  readonly quoted: boolean;
  readonly span: Span;
}

// ── Statements ────────────────────────────────────────────────────────────────────────────────────────────────────

/** CREATE SOURCE, STREAM or TABLE with columns. */
export interface CreateSource {
  readonly kind: "CreateSource";
  readonly name: Ident;
  readonly columns: readonly ColumnDef[];
  readonly watermarks: readonly WatermarkDef[];
  readonly options: readonly Option[];
  /** False: something in it was reported and left out. */
  readonly isWhole: boolean;
  /** The parenthesis that closes the columns. */
  readonly columnsEnd: Span;
  readonly comment: string | null;
  readonly span: Span;
}

export interface ColumnDef {
  readonly name: Ident;
  readonly type: TypeName;
  readonly notNull: boolean;
  readonly comment: string | null;
}

/** `WATERMARK FOR column [AS expr]`. */
export interface WatermarkDef {
  readonly column: Ident;
  readonly expr: Expr | null;
  readonly span: Span;
}

/** `key = value` of a WITH list; a dotted key is one key. */
export interface Option {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: string;
  readonly valueSpan: Span;
}

export interface CreateView {
  readonly kind: "CreateView";
  readonly name: Ident;
  readonly query: Query;
  readonly span: Span;
}

/** A SELECT of its own. */
export interface QueryStatement {
  readonly kind: "QueryStatement";
  readonly query: Query;
  readonly comment: string | null;
  readonly span: Span;
}

/** A statement that was reported already. */
export interface RefusedStatement {
  readonly kind: "RefusedStatement";
  /** What it would have declared; null: nothing. `unknown`: perhaps something. */
  readonly declares: Ident | "unknown" | null;
  readonly span: Span;
}

export type Statement = CreateSource | CreateView | QueryStatement | RefusedStatement;

// ── Queries ───────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Query {
  readonly ctes: readonly Cte[];
  readonly select: Select;
  readonly span: Span;
}

export interface Cte {
  readonly name: Ident;
  /** Null: it was refused. */
  readonly query: Query | null;
}

/** A clause that is not written is null; one that was reported as wrong is `Bad` or null. */
export interface Select {
  readonly items: readonly SelectItem[];
  /** False: columns may be missing, or have other names, after a mistake. */
  readonly isWhole: boolean;
  readonly itemsSpan: Span;
  readonly from: FromItem | null;
  readonly where: Expr | null;
  readonly groupBy: GroupBy | null;
  readonly having: Expr | null;
  readonly emit: Emit | null;
  readonly lateness: Lateness | null;
  readonly span: Span;
}

export type SelectItem =
  | { readonly kind: "Item"; readonly expr: Expr; readonly alias: Ident | null; readonly span: Span }
  | { readonly kind: "Star"; readonly qualifier: Ident | null; readonly span: Span };

export interface GroupBy {
  readonly keys: readonly Expr[];
  readonly span: Span;
}

export interface Emit {
  readonly mode: "on-window-close" | "final" | "after-watermark";
  readonly span: Span;
}

/** ALLOW LATENESS. */
export interface Lateness {
  readonly interval: Expr;
  readonly span: Span;
}

export type FromItem = TableName | Derived | WindowTable | BadFrom;

export interface TableName {
  readonly kind: "TableName";
  readonly name: Ident;
  readonly alias: Ident | null;
  readonly span: Span;
}

/** A subquery in FROM. */
export interface Derived {
  readonly kind: "Derived";
  readonly query: Query;
  readonly alias: Ident | null;
  readonly span: Span;
}

/** TUMBLE, HOP or CUMULATE in FROM. */
export interface WindowTable {
  readonly kind: "WindowTable";
  readonly name: Ident;
  readonly args: readonly WindowArg[];
  readonly alias: Ident | null;
  readonly span: Span;
}

/** `[name =>] value`; a bare name may mean a relation or a column. */
export interface WindowArg {
  readonly name: Ident | null;
  readonly value: Expr | TableName | Derived;
  readonly span: Span;
}

export interface BadFrom {
  readonly kind: "BadFrom";
  readonly span: Span;
}

// ── Expressions ───────────────────────────────────────────────────────────────────────────────────────────────────

export type Expr =
  | NameExpr
  | NumberLiteral
  | StringLiteral
  | BooleanLiteral
  | NullLiteral
  | TimeLiteral
  | IntervalLiteral
  | Unary
  | Binary
  | Is
  | Between
  | InList
  | Like
  | CaseExpr
  | CastExpr
  | Call
  | Extract
  | BadExpr;

/** `column` or `relation.column`. */
export interface NameExpr {
  readonly kind: "Name";
  readonly qualifier: Ident | null;
  readonly name: Ident;
  readonly span: Span;
}

export interface NumberLiteral {
  readonly kind: "Number";
  readonly text: string;
  readonly span: Span;
}

export interface StringLiteral {
  readonly kind: "String";
  readonly value: string;
  readonly span: Span;
}

export interface BooleanLiteral {
  readonly kind: "Boolean";
  readonly value: boolean;
  readonly span: Span;
}

export interface NullLiteral {
  readonly kind: "Null";
  readonly span: Span;
}

/** `DATE '…'` or `TIMESTAMP '…'`. */
export interface TimeLiteral {
  readonly kind: "Time";
  readonly type: "DATE" | "TIMESTAMP";
  readonly value: string;
  readonly textSpan: Span;
  readonly span: Span;
}

/** `INTERVAL '…' UNIT`. */
export interface IntervalLiteral {
  readonly kind: "Interval";
  readonly value: string;
  readonly unit: IntervalUnit;
  readonly textSpan: Span;
  readonly span: Span;
}

export interface Unary {
  readonly kind: "Unary";
  readonly op: "+" | "-" | "NOT";
  readonly arg: Expr;
  readonly span: Span;
}

export type BinaryOp = "+" | "-" | "*" | "/" | "%" | "||" | "=" | "<>" | "<" | "<=" | ">" | ">=" | "AND" | "OR";

export interface Binary {
  readonly kind: "Binary";
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
  readonly opSpan: Span;
  readonly span: Span;
}

/** `arg IS [NOT] NULL | TRUE | FALSE | UNKNOWN | DISTINCT FROM other`. */
export interface Is {
  readonly kind: "Is";
  readonly test: "NULL" | "TRUE" | "FALSE" | "UNKNOWN" | "DISTINCT FROM";
  readonly not: boolean;
  readonly arg: Expr;
  /** Of DISTINCT FROM; null for the other tests. */
  readonly other: Expr | null;
  readonly span: Span;
}

export interface Between {
  readonly kind: "Between";
  readonly not: boolean;
  readonly arg: Expr;
  readonly low: Expr;
  readonly high: Expr;
  readonly span: Span;
}

export interface InList {
  readonly kind: "In";
  readonly not: boolean;
  readonly arg: Expr;
  readonly list: readonly Expr[];
  readonly span: Span;
}

export interface Like {
  readonly kind: "Like";
  readonly op: "LIKE" | "ILIKE";
  readonly not: boolean;
  readonly arg: Expr;
  readonly pattern: Expr;
  readonly escape: Expr | null;
  readonly span: Span;
}

export interface CaseExpr {
  readonly kind: "Case";
  readonly operand: Expr | null;
  readonly whens: readonly { readonly when: Expr; readonly result: Expr }[];
  readonly otherwise: Expr | null;
  readonly span: Span;
}

export interface CastExpr {
  readonly kind: "Cast";
  readonly mode: "strict" | "try";
  readonly arg: Expr;
  readonly type: TypeName;
  readonly span: Span;
}

/** A function by name; special forms such as SUBSTRING(a FROM b) arrive here too. */
export interface Call {
  readonly kind: "Call";
  readonly name: Ident;
  readonly args: readonly Expr[];
  /** `name(*)` */
  readonly star: boolean;
  readonly filter: Filter | null;
  readonly span: Span;
}

/** `FILTER (WHERE condition)`. */
export interface Filter {
  readonly condition: Expr;
  readonly span: Span;
}

/** `EXTRACT(field FROM arg)`. */
export interface Extract {
  readonly kind: "Extract";
  readonly field: Ident;
  readonly arg: Expr;
  readonly span: Span;
}

/** Something that was reported already. */
export interface BadExpr {
  readonly kind: "Bad";
  readonly span: Span;
}

/**
 * A type as written: its words in upper case, `TIMESTAMP WITH TIME ZONE` as four of them, and the numbers in
 * parentheses. `composed`: an ARRAY, MAP or ROW of other types.
 */
export interface TypeName {
  readonly words: string;
  /** As written. */
  readonly text: string;
  readonly numbers: readonly number[];
  readonly composed: boolean;
  readonly span: Span;
}
