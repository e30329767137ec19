/** What an aggregate remembers of the values of one group in one pane; by overload id, as the scalar functions are. */
import type { Value } from "../plan.ts";
import { type Comparable, compare } from "./compare.ts";
import type { Fault } from "./fault.ts";
import { bigInteger } from "./integers.ts";
import { COMPARABLE_TYPES, INTEGER_TYPES, ORDERED_TYPES } from "./scalars/types.ts";

export interface Accumulator {
  /** Takes in a value that is not NULL; `slice` is the start of the slice in which its row lies. */
  add(value: Value, slice: bigint): void;
  result(): Value | Fault;
  /** The whole state as values, and back again. */
  save(): readonly Value[];
  load(saved: readonly Value[]): void;
}

type Create = () => Accumulator;

export const AGGREGATE_FUNCTIONS: Readonly<Record<string, Create>> = {
  "count()": () => new Count(),
  ...overloads("count", COMPARABLE_TYPES, () => new Count()),
  ...overloads("sum", INTEGER_TYPES, () => new IntegerSum()),
  "sum(DOUBLE)": () => new DoubleSum(),
  ...overloads("avg", INTEGER_TYPES, () => new Average(new IntegerSum())),
  "avg(DOUBLE)": () => new Average(new DoubleSum()),
  ...overloads("min", ORDERED_TYPES, () => new Extreme((order) => order < 0)),
  ...overloads("max", ORDERED_TYPES, () => new Extreme((order) => order > 0)),
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

  load([count]: readonly Value[]): void {
    this.count = count as number;
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

  load([total]: readonly Value[]): void {
    this.total = total as bigint | null;
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
    for (let i = 0; i < saved.length; i += 2) this.slices.set(saved[i] as bigint, saved[i + 1] as number);
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
    this.count = count as number;
    this.sum.load(sum);
  }
}

/** MIN or MAX; of equal values (-0 and 0) the first that came. NULL over no values. */
class Extreme implements Accumulator {
  private readonly beats: (order: number) => boolean;
  private best: Value = null;

  constructor(beats: (order: number) => boolean) {
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

  load([best]: readonly Value[]): void {
    this.best = best!;
  }
}
