import type { Value } from "../plan.ts";

type Branch<Group> = Map<Value, Branch<Group> | Group>;

/**
 * Groups by their keys, in order of arrival. A tree of Maps, one level per key: Map compares as SQL groups do (NULLs
 * are equal, NaN equals NaN, -0 equals 0, BIGINT and text by value).
 */
export class GroupTable<Group> {
  private readonly root: Branch<Group> = new Map();
  private readonly arrivals: Group[] = [];

  get size(): number {
    return this.arrivals.length;
  }

  /** The groups in the order in which they were added. */
  get inArrivalOrder(): readonly Group[] {
    return this.arrivals;
  }

  find(keys: readonly Value[]): Group | undefined {
    let branch: Branch<Group> | undefined = this.root;
    for (let level = 0; level < keys.length - 1; level++) {
      branch = branch.get(keys[level]!) as Branch<Group> | undefined;
      if (branch === undefined) return undefined;
    }
    return branch.get(lastOf(keys)) as Group | undefined;
  }

  add(keys: readonly Value[], group: Group): void {
    let branch = this.root;
    for (let level = 0; level < keys.length - 1; level++) {
      let next = branch.get(keys[level]!) as Branch<Group> | undefined;
      if (next === undefined) {
        next = new Map();
        branch.set(keys[level]!, next);
      }
      branch = next;
    }
    branch.set(lastOf(keys), group);
    this.arrivals.push(group);
  }
}

/** No keys at all make one group, filed under NULL. */
function lastOf(keys: readonly Value[]): Value {
  return keys.length === 0 ? null : keys[keys.length - 1]!;
}
