import { expect, test } from "vitest";
import { instantiate } from "./instantiate.ts";

/** A table of i64 keys counting how often each was added; `bits` cuts the hash so that unequal keys collide. */
const SOURCE = `
  import { GroupTable, GROUP_TABLE_BYTES } from "kernel/group-table";
  import { Hash } from "kernel/hash";
  const table = memory.data(56, 8);
  let mask: u32 = 0;
  export function init(bits: u32): bool { mask = bits == 32 ? ~0 : ~(<u32>~0 >>> bits) ; return GroupTable.init(table, 24); }
  function find(hash: u32, key: i64): usize {
    const segment = GroupTable.segment(GroupTable.directory(table), GroupTable.shift(table), hash);
    const slots = GroupTable.mask(table);
    let at = GroupTable.home(slots, hash);
    while (true) {
      const slot = GroupTable.slot(segment, at);
      if (!slot) return 0;
      const group = <usize>(<u32>slot);
      if (<u32>(slot >>> 32) == hash && load<i64>(group, 8) == key) return group;
      at = GroupTable.next(slots, at);
    }
  }
  export function add(key: i64): bool {
    const hash = Hash.of64(key) & mask;
    let group = find(hash, key);
    if (!group) {
      group = GroupTable.insert(table, hash);
      if (!group) return false;
      store<u32>(group, 1, 4);
      store<i64>(group, key, 8);
      store<i64>(group, 0, 16);
    }
    store<i64>(group, load<i64>(group, 16) + 1, 16);
    return true;
  }
  export function count(key: i64): i64 { const g = find(Hash.of64(key) & mask, key); return g ? load<i64>(g, 16) : 0; }
  export function remove(key: i64): void {
    const hash = Hash.of64(key) & mask; const g = find(hash, key); store<u32>(g, 0, 4); GroupTable.remove(table, hash, g);
  }
  export function prepare(groups: u32): void { GroupTable.prepare(table, groups); }
  export function groups(): u32 { return GroupTable.groups(table); }
  export function bytes(): usize { return GroupTable.bytes(table); }
  export function free(): void { GroupTable.free(table); }
  let chunk: usize = 0; let group: usize = 0;
  export function walk(): void { chunk = GroupTable.firstChunk(table); group = chunk ? GroupTable.firstGroup(chunk) : 0; }
  export function next(): i64 {
    while (chunk) {
      while (group < GroupTable.groupsEnd(chunk)) { const g = group; group += 24; if (load<u32>(g, 4)) return load<i64>(g, 8); }
      chunk = GroupTable.nextChunk(chunk); if (chunk) group = GroupTable.firstGroup(chunk);
    }
    return -1;
  }
  import { Memory } from "kernel/memory";
  export function used(): usize { return Memory.used(); }
`;

interface TableExports {
  init(bits: number): number;
  add(key: bigint): number;
  count(key: bigint): bigint;
  remove(key: bigint): void;
  prepare(groups: number): void;
  groups(): number;
  bytes(): number;
  free(): void;
  walk(): void;
  next(): bigint;
  used(): number;
}

async function newTable(hashBits = 32): Promise<TableExports> {
  const table = (await instantiate(SOURCE)) as unknown as TableExports;
  expect(table.init(hashBits)).toBe(1);
  return table;
}

/** Deterministic keys that repeat, are spread wide, and differ in the high half only now and then. */
function* keys(count: number, distinct: number): Generator<bigint> {
  let state = 12345;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const key = BigInt(state % distinct);
    yield state & 0x10000 ? key << 32n : key;
  }
}

test.each([
  [32, 300_000, 100_000],
  [8, 20_000, 3_000],
  [1, 3_000, 500],
  // All in one segment, which has been split in vain as often as can be and then grows with all others.
  [0, 9_000, 2_500],
])("with %i hash bits every key keeps its own group, in order of arrival", async (bits, count, distinct) => {
  const table = await newTable(bits);
  const expected = new Map<bigint, bigint>();
  for (const key of keys(count, distinct)) {
    if (!table.add(key)) throw new Error(`no room for key ${key}`);
    expected.set(key, (expected.get(key) ?? 0n) + 1n);
  }
  expect(table.groups()).toBe(expected.size);
  table.walk();
  const walked: [bigint, bigint][] = [];
  for (let key = table.next(); key !== -1n; key = table.next()) walked.push([key, table.count(key)]);
  expect(walked).toEqual([...expected]);
  table.free();
  expect(table.used()).toBe(0);
});

test.each([1_000, 5_000, 100_000])("an index made for %i groups does not grow with half as many", async (groups) => {
  /** Bytes that are taken by the groups, in chunks, and by an index that has to grow. */
  const grownBy = async (prepared: number): Promise<number> => {
    const table = await newTable();
    table.prepare(prepared);
    const before = table.bytes();
    for (let key = 0n; key < groups / 2; key++) table.add(key);
    for (let key = 0n; key < groups / 2; key++) if (table.count(key) !== 1n) throw new Error(`key ${key} is lost`);
    const bytes = table.bytes() - before;
    table.free();
    expect(table.used()).toBe(0);
    return bytes;
  };
  const chunks = await grownBy(4 * groups);
  expect(await grownBy(groups)).toBe(chunks);
  expect(await grownBy(0)).toBeGreaterThan(chunks);
});

test("removed groups are gone, the others stay, their room is used again", async () => {
  const table = await newTable(10);
  const live = new Map<bigint, bigint>();
  let step = 0;
  for (const key of keys(60_000, 2_000)) {
    if (++step % 3 === 0 && live.has(key)) {
      table.remove(key);
      live.delete(key);
    } else {
      table.add(key);
      live.set(key, (live.get(key) ?? 0n) + 1n);
    }
  }
  expect(table.groups()).toBe(live.size);
  expect([...live.keys()].map((key) => table.count(key))).toEqual([...live.values()]);
  const walked = new Set<bigint>();
  table.walk();
  for (let key = table.next(); key !== -1n; key = table.next()) walked.add(key);
  expect(walked).toEqual(new Set(live.keys()));
});

test("a group costs at most 64 bytes with a 40-byte entry", async () => {
  const table = await newTable();
  for (let key = 0n; key < 200_000n; key++) table.add(key);
  // Entries here are 24 bytes; what is above that is the index.
  expect(table.bytes() / table.groups() - 24 + 40).toBeLessThan(66);
});
