/** Filter and Project: the operators that work on one row and remember nothing. */
import type { Expr } from "../../../runtime/plan.ts";
import type { Filter, Project } from "../../physical/plan.ts";
import type { Citations } from "../citations.ts";
import { ExprEmitter, type Frame, nameFor, type Operand } from "../expr.ts";
import type { StepModel } from "../model.ts";

/** Keeps the rows for which the predicate is TRUE; `drop` is what happens to the others. */
export function emitFilter(filter: Filter, emitter: ExprEmitter, drop: readonly string[], cite: Citations): StepModel {
  const { code } = emitter.frame;
  const start = code.lines.length;
  code.line(`// ${cite.comment(filter.span)}`);
  emitter.filter(filter.predicate, (body) => {
    emitter.frame.guardTexts();
    for (const line of drop) body.line(line);
  });
  return { template: "operator/filter", lines: code.lines.slice(start) };
}

/**
 * Computes the columns of a projection. Each is evaluated here, in order, so that the row fails here if it has to;
 * from here on column `i` means expression `i`.
 */
export function emitProject(
  project: Project,
  emitter: ExprEmitter,
  cite: Citations,
): { step: StepModel; emitter: ExprEmitter } {
  const { code } = emitter.frame;
  const start = code.lines.length;
  const columns = project.exprs.map((expr, i) => {
    const isTrivial = expr.kind === "Column" || expr.kind === "Literal";
    if (!isTrivial) code.line(`// ${cite.comment(expr.span)}`);
    const operand = emitter.emit(expr);
    return isTrivial ? operand : emitter.local(project.names[i] ?? nameFor(expr), expr.type, operand);
  });
  return {
    step: { template: "operator/project", lines: code.lines.slice(start) },
    emitter: new ExprEmitter(new ProjectedFrame(emitter.frame, columns)),
  };
}

/** The rows behind a projection: everything but the columns is as in front of it. */
class ProjectedFrame implements Frame {
  /** What can fail has been read by the projection. */
  readonly failing: ReadonlySet<number> = new Set();
  readonly #inner: Frame;
  readonly #columns: readonly Operand[];

  constructor(inner: Frame, columns: readonly Operand[]) {
    this.#inner = inner;
    this.#columns = columns;
  }

  get code() {
    return this.#inner.code;
  }
  get names() {
    return this.#inner.names;
  }
  get literals() {
    return this.#inner.literals;
  }
  get shared() {
    return this.#inner.shared;
  }

  column(ordinal: number): Operand {
    return this.#columns[ordinal]!;
  }

  fail(code: string, site: Expr["span"]): void {
    this.#inner.fail(code, site);
  }

  textMade(): void {
    this.#inner.textMade();
  }

  guardTexts(): void {
    this.#inner.guardTexts();
  }
}
