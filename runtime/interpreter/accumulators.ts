/** What an aggregate remembers of the values of one group in one pane; by overload id, as the scalar functions are. */
import type { SqlType, Value } from "../plan.ts";
import { type Comparable, compare } from "./compare.ts";
import type { Fault } from "./fault.ts";
import { bigInteger } from "./integers.ts";
import { insist, isCount, isValueOf, isWide } from "./saved-values.ts";
import { COMPARABLE_TYPES, INTEGER_TYPES, ORDERED_TYPES } from "./scalars/types.ts";

export interface Accumulator {
  /** Takes in a value that is not NULL; `slice` is the start of the slice in which its row lies. */
  add(value: Value, slice: bigint): void;
  result(): Value | Fault;
  /** The whole state as values, and back again; throws for values that were not saved so. */
  save(): readonly Value[];
  load(saved: readonly Value[]): void;
}

/** Takes the type of its argument where the state holds values of it. */
type Create = (argument: SqlType) => Accumulator;

export const AGGREGATE_FUNCTIONS: Readonly<Record<string, Create>> = {
  "count()": () => new Count(),
  ...overloads("count", COMPARABLE_TYPES, () => new Count()),
  ...overloads("sum", INTEGER_TYPES, () => new IntegerSum()),
  "sum(DOUBLE)": () => new DoubleSum(),
  ...overloads("avg", INTEGER_TYPES, () => new Average(new IntegerSum())),
  "avg(DOUBLE)": () => new Average(new DoubleSum()),
  ...overloads("min", ORDERED_TYPES, (type) => new Extreme(type, (order) => order < 0)),
  ...overloads("max", ORDERED_TYPES, (type) => new Extreme(type, (order) => order > 0)),
};

export function aggregateFunction(overload: string): Create {
  if (!Object.hasOwn(AGGREGATE_FUNCTIONS, overload)) throw new Error(`the interpreter does not know ${overload}`);
  return AGGREGATE_FUNCTIONS[overload]!;
}

function overloads(name: string, types: readonly string[], create: Create): Record<string, Create> {
  return Object.fromEntries(types.map((type) => [`${name}(${type})`, create]));
}

class Count implements Accumulator {
  private count = 0;

  add(): void {
    this.count++;
  }

  result(): bigint {
    return BigInt(this.count);
  }

  save(): readonly Value[] {
    return [this.count];
  }

  load(saved: readonly Value[]): void {
    const [count] = saved;
    insist(saved.length === 1 && isCount(count), "a count");
    this.count = count;
  }
}

/** A sum and how it is read as a DOUBLE. */
interface Sum extends Accumulator {
  /** NULL over no values. */
  nearestDouble(): number | null;
}

/** Exact, without limit; the range of BIGINT is checked when the sum is read. NULL over no values. */
class IntegerSum implements Sum {
  private total: bigint | null = null;

  add(value: Value): void {
    this.total = (this.total ?? 0n) + BigInt(value as number | bigint);
  }

  result(): Value | Fault {
    return this.total === null ? null : bigInteger(this.total);
  }

  nearestDouble(): number | null {
    return this.total === null ? null : Number(this.total);
  }

  save(): readonly Value[] {
    return [this.total];
  }

  load(saved: readonly Value[]): void {
    const [total] = saved;
    insist(saved.length === 1 && (total === null || typeof total === "bigint"), "a sum");
    this.total = total;
  }
}

/**
 * Addition of doubles depends on the order, so the order is part of the definition: rows of a slice as they arrive,
 * then the slices in time order, each from the first value on (so that -0 alone stays -0).
 */
class DoubleSum implements Sum {
  private slices = new Map<bigint, number>();

  add(value: Value, slice: bigint): void {
    const before = this.slices.get(slice);
    this.slices.set(slice, before === undefined ? (value as number) : before + (value as number));
  }

  result(): Value {
    return this.nearestDouble();
  }

  nearestDouble(): number | null {
    if (this.slices.size === 0) return null;
    const inTimeOrder = [...this.slices].sort(([a], [b]) => compare(a, b));
    return inTimeOrder.map(([, sum]) => sum).reduce((total, sum) => total + sum);
  }

  save(): readonly Value[] {
    return [...this.slices].flat();
  }

  load(saved: readonly Value[]): void {
    this.slices = new Map();
    for (let i = 0; i < saved.length; i += 2) {
      const [slice, sum] = saved.slice(i);
      insist(isWide(slice) && typeof sum === "number" && !this.slices.has(slice), "a sum of slices");
      this.slices.set(slice, sum);
    }
  }
}

/** The sum as a DOUBLE, divided by the count. NULL over no values. */
class Average implements Accumulator {
  private readonly sum: Sum;
  private count = 0;

  constructor(sum: Sum) {
    this.sum = sum;
  }

  add(value: Value, slice: bigint): void {
    this.sum.add(value, slice);
    this.count++;
  }

  result(): Value {
    const sum = this.sum.nearestDouble();
    return sum === null ? null : sum / this.count;
  }

  save(): readonly Value[] {
    return [this.count, ...this.sum.save()];
  }

  load([count, ...sum]: readonly Value[]): void {
    insist(isCount(count), "the count of an average");
    this.count = count;
    this.sum.load(sum);
  }
}

/** MIN or MAX; of equal values (-0 and 0) the first that came. NULL over no values. */
class Extreme implements Accumulator {
  private readonly type: SqlType;
  private readonly beats: (order: number) => boolean;
  private best: Value = null;

  constructor(type: SqlType, beats: (order: number) => boolean) {
    this.type = type;
    this.beats = beats;
  }

  add(value: Value): void {
    if (this.best === null || this.beats(compare(value as Comparable, this.best as Comparable))) this.best = value;
  }

  result(): Value {
    return this.best;
  }

  save(): readonly Value[] {
    return [this.best];
  }

  load(saved: readonly Value[]): void {
    const [best] = saved;
    insist(saved.length === 1 && (best === null || isValueOf(this.type, best)), "an extreme");
    this.best = best!;
  }
}
