/** What the generators of a spec's parts share: randomness, profile, expressions over leaves, output names. */
import { ExprGenerator } from "./generate-expr.ts";
import type { Typed } from "./guards.ts";
import type { Profile } from "./profiles.ts";
import type { Expr } from "./query-spec.ts";
import type { Random } from "./random.ts";

export interface Drawing {
  readonly random: Random;
  readonly profile: Profile;
  /** Windows are multiples and simple fractions of it. */
  readonly unitUs: bigint;
}

export function expressions({ random, profile }: Drawing, leaves: readonly Typed[]): ExprGenerator {
  return new ExprGenerator(random, profile, leaves);
}

/** A predicate; most are widened by a second one, or most queries would keep no row. */
export function condition(drawing: Drawing, leaves: readonly Typed[]): Expr {
  const { random, profile } = drawing;
  const first = random.chance(0.2)
    ? kleene(drawing, leaves)
    : expressions(drawing, leaves).of("BOOLEAN", profile.depth).expr;
  if (random.chance(0.4)) return first;
  const second: Expr = { kind: "is", negated: random.chance(0.8), arg: random.pick(leaves).expr, what: "NULL" };
  const args = random.shuffle([first, second]);
  return { kind: "call", type: { kind: "BOOLEAN" }, overload: "or(BOOLEAN,BOOLEAN)", args, spelling: 0 };
}

/** What AND or OR makes of operands that may be NULL, where it shows: under NOT or a test. */
function kleene(drawing: Drawing, leaves: readonly Typed[]): Expr {
  const { random } = drawing;
  const type = { kind: "BOOLEAN" } as const;
  const operand = () => expressions(drawing, leaves).of("BOOLEAN", 1).expr;
  const overload = random.pick(["or(BOOLEAN,BOOLEAN)", "and(BOOLEAN,BOOLEAN)"]);
  const arg: Expr = { kind: "call", type, overload, args: [operand(), operand()], spelling: 0 };
  if (random.chance(0.5)) return { kind: "call", type, overload: "not(BOOLEAN)", args: [arg], spelling: 0 };
  return { kind: "is", negated: random.chance(0.3), arg, what: random.pick(["UNKNOWN", "TRUE", "FALSE"]) };
}

/** A column leaf's name. */
export function nameOf({ expr }: Typed): string {
  if (expr.kind !== "column") throw new Error(`${expr.kind} has no name`);
  return expr.name;
}

/** Output names of one select: different ones, letter case aside. */
export class Names {
  readonly #random: Random;
  readonly #taken = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** The name asked for, or another one if it is taken. */
  take(name: string): string {
    if (this.#taken.has(name.toLowerCase())) return this.fresh();
    this.#taken.add(name.toLowerCase());
    return name;
  }

  fresh(): string {
    return this.take(`${this.#random.pick(["n", "total", "Out", "x y"])}${this.#taken.size}`);
  }
}
