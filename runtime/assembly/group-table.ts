import { Memory } from "./memory";

/**
 * A hash table of fixed-size groups. The groups stand densely in chunks in order of insertion, which is the order of
 * arrival that output keeps; an index beside them finds a group by its key.
 *
 * The index is extendible hashing (Fagin et al. 1979): a directory chooses a segment by the top bits of the hash,
 * and a segment that is half full is doubled up to 4,096 slots and then split in two, so that no insertion ever
 * rehashes more than one segment. A slot is `hash << 32 | address of the group`, 0 when free; probing is linear.
 * Keeping the hash in the slot spares most visits to groups with another key, and all of them when a segment splits.
 *
 * Generated code probes by itself, because it knows the key's columns:
 *
 *     let segment = GroupTable.segment(directory, shift, hash);
 *     let at = GroupTable.home(segment, hash);
 *     ... GroupTable.slot(segment, at) ... at = GroupTable.next(segment, at)
 *
 * A table is GROUP_TABLE_BYTES inside its owner. Its directory may move at each `insert`.
 */
export const GROUP_TABLE_BYTES: usize = 56;

/** Address of the directory: per top-bits value 8 bytes, the segment and its fill (see below). */
const DIRECTORY: usize = 0;
/** 32 − number of top bits that the directory is indexed by; at most 31. */
const SHIFT: usize = 4;
const GROUPS: usize = 8;
const GROUP_BYTES: usize = 12;
const FIRST_CHUNK: usize = 16;
const LAST_CHUNK: usize = 20;
/** Removed groups, linked through their first word. */
const FREE_GROUPS: usize = 24;
const INDEX_BYTES: usize = 28;
const CHUNK_BYTES: usize = 32;
/** The directory while it has two entries. */
const SMALL_DIRECTORY: usize = 40;

/** A segment's address is a multiple of 64; its low bits hold log2 of its slots. */
const LOG_MASK: u32 = 63;
const MIN_LOG: u32 = 7;
const MAX_LOG: u32 = 12;
const MAX_DEPTH: u32 = 16;
/** Second word of a directory entry: bits the segment is chosen by, then its groups (kept in its first entry only). */
const DEPTH_SHIFT: u32 = 26;
const FILL_MASK: u32 = (1 << DEPTH_SHIFT) - 1;

/** A chunk of groups: the next chunk, the end of the groups in it, its size; then the groups, aligned to 8. */
const CHUNK_NEXT: usize = 0;
const CHUNK_USED: usize = 4;
const CHUNK_SIZE: usize = 8;
const CHUNK_HEADER: usize = 16;

export class GroupTable {
  /** False if memory has ended; nothing is allocated then. */
  static init(table: usize, groupBytes: u32): bool {
    const segment = newSegment(MIN_LOG);
    if (!segment) return false;
    memory.fill(table, 0, GROUP_TABLE_BYTES);
    store<u32>(table, <u32>(table + SMALL_DIRECTORY), DIRECTORY);
    store<u32>(table, 31, SHIFT);
    store<u32>(table, groupBytes, GROUP_BYTES);
    store<u32>(table, 8 << MIN_LOG, INDEX_BYTES);
    for (let entry: usize = 0; entry < 2; entry++) {
      store<u32>(table + (entry << 3), segment, SMALL_DIRECTORY);
    }
    return true;
  }

  @inline static directory(table: usize): usize {
    return load<u32>(table, DIRECTORY);
  }
  @inline static shift(table: usize): u32 {
    return load<u32>(table, SHIFT);
  }
  @inline static segment(directory: usize, shift: u32, hash: u32): u32 {
    return load<u32>(directory + ((hash >>> shift) << 3));
  }
  @inline static home(segment: u32, hash: u32): u32 {
    return hash & ((1 << (segment & LOG_MASK)) - 1);
  }
  @inline static slot(segment: u32, at: u32): u64 {
    return load<u64>((segment & ~LOG_MASK) + (at << 3));
  }
  @inline static next(segment: u32, at: u32): u32 {
    return (at + 1) & ((1 << (segment & LOG_MASK)) - 1);
  }

  /** Number of groups. */
  @inline static groups(table: usize): u32 {
    return load<u32>(table, GROUPS);
  }

  /** Bytes held by index and chunks. */
  static bytes(table: usize): usize {
    return load<u32>(table, INDEX_BYTES) + load<u32>(table, CHUNK_BYTES);
  }

  /**
   * Room for a new group whose key is not in the table; its contents are undefined. 0 if memory has ended, and the
   * table is as before.
   */
  static insert(table: usize, hash: u32): usize {
    let entry = firstEntry(table, hash);
    while ((load<u32>(entry, 4) & FILL_MASK) << 1 >= 1 << (load<u32>(entry) & LOG_MASK)) {
      if (!relieve(table, hash)) return 0;
      entry = firstEntry(table, hash);
    }
    const group = takeGroup(table);
    if (!group) return 0;
    place(load<u32>(entry), ((<u64>hash) << 32) | <u64>group);
    store<u32>(entry, load<u32>(entry, 4) + 1, 4);
    store<u32>(table, load<u32>(table, GROUPS) + 1, GROUPS);
    return group;
  }

  /** Takes the group out of the table; its room is used again. Slots after it move up (Knuth, 6.4, Algorithm R). */
  static remove(table: usize, hash: u32, group: usize): void {
    const segment = GroupTable.segment(GroupTable.directory(table), GroupTable.shift(table), hash);
    const slots = segment & ~LOG_MASK;
    let hole = GroupTable.home(segment, hash);
    while (<usize>(<u32>GroupTable.slot(segment, hole)) != group) hole = GroupTable.next(segment, hole);
    const mask: u32 = (1 << (segment & LOG_MASK)) - 1;
    for (let at = GroupTable.next(segment, hole); ; at = GroupTable.next(segment, at)) {
      const slot = GroupTable.slot(segment, at);
      if (!slot) break;
      const home = GroupTable.home(segment, <u32>(slot >>> 32));
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      store<u64>(slots + (hole << 3), slot);
      hole = at;
    }
    store<u64>(slots + (hole << 3), 0);
    const entry = firstEntry(table, hash);
    store<u32>(entry, load<u32>(entry, 4) - 1, 4);
    store<u32>(table, load<u32>(table, GROUPS) - 1, GROUPS);
    store<u32>(group, load<u32>(table, FREE_GROUPS));
    store<u32>(table, <u32>group, FREE_GROUPS);
  }

  /** Takes back the latest `insert`, which had this hash and used no freed room. */
  static removeLast(table: usize, hash: u32): void {
    const chunk: usize = load<u32>(table, LAST_CHUNK);
    const group = load<u32>(chunk, CHUNK_USED) - load<u32>(table, GROUP_BYTES);
    GroupTable.remove(table, hash, group);
    store<u32>(table, load<u32>(group), FREE_GROUPS);
    store<u32>(chunk, group, CHUNK_USED);
  }

  /** The first chunk of groups, or 0. Removed groups are still passed over by a walk: their owner marks them. */
  @inline static firstChunk(table: usize): usize {
    return load<u32>(table, FIRST_CHUNK);
  }
  @inline static nextChunk(chunk: usize): usize {
    return load<u32>(chunk, CHUNK_NEXT);
  }
  @inline static firstGroup(chunk: usize): usize {
    return chunk + CHUNK_HEADER;
  }
  @inline static groupsEnd(chunk: usize): usize {
    return load<u32>(chunk, CHUNK_USED);
  }

  static free(table: usize): void {
    const directory = GroupTable.directory(table);
    const entries: u32 = 1 << (32 - GroupTable.shift(table));
    let last: u32 = 0;
    for (let i: u32 = 0; i < entries; i++) {
      const segment = load<u32>(directory + (i << 3));
      if (segment != last) freeSegment(segment);
      last = segment;
    }
    if (directory != table + SMALL_DIRECTORY) Memory.free(directory, entries << 3);
    let chunk = GroupTable.firstChunk(table);
    while (chunk) {
      const next = GroupTable.nextChunk(chunk);
      Memory.free(chunk, load<u32>(chunk, CHUNK_SIZE));
      chunk = next;
    }
  }
}

/** The first of the directory entries that share the segment of `hash`: the one that keeps its fill. */
function firstEntry(table: usize, hash: u32): usize {
  const shift = GroupTable.shift(table);
  const directory = GroupTable.directory(table);
  const index = hash >>> shift;
  const depth = load<u32>(directory + (index << 3), 4) >>> DEPTH_SHIFT;
  const shared = 32 - shift - depth;
  return directory + (((index >>> shared) << shared) << 3);
}

function place(segment: u32, slot: u64): void {
  let at = GroupTable.home(segment, <u32>(slot >>> 32));
  while (GroupTable.slot(segment, at)) at = GroupTable.next(segment, at);
  store<u64>((segment & ~LOG_MASK) + (at << 3), slot);
}

/**
 * Makes room in the segment of `hash`: a small one is replaced by one of twice the slots, a large one by two, which
 * share its range of hashes. Below MAX_DEPTH bits, which equal hashes would use up in vain, a large one grows on.
 */
function relieve(table: usize, hash: u32): bool {
  const segment = GroupTable.segment(GroupTable.directory(table), GroupTable.shift(table), hash);
  const log = segment & LOG_MASK;
  const depth = load<u32>(firstEntry(table, hash), 4) >>> DEPTH_SHIFT;
  const splits = log >= MAX_LOG && depth < MAX_DEPTH;
  if (splits && depth == 32 - GroupTable.shift(table) && !deepen(table)) return false;
  const newLog = log + u32(!splits);
  const low = newSegment(newLog);
  const high = splits ? newSegment(newLog) : low;
  if (!low || !high) {
    if (low) freeSegment(low);
    return false;
  }
  const slots: u32 = 1 << log;
  let highFill: u32 = 0;
  for (let at: u32 = 0; at < slots; at++) {
    const slot = GroupTable.slot(segment, at);
    if (!slot) continue;
    const isHigh = u32(splits) & <u32>(slot >>> (63 - depth));
    highFill += isHigh;
    place(isHigh ? high : low, slot);
  }
  const first = firstEntry(table, hash);
  const shared: u32 = 1 << (32 - GroupTable.shift(table) - depth);
  const lowFill = (load<u32>(first, 4) & FILL_MASK) - highFill;
  for (let i: u32 = 0; i < shared; i++) {
    const isHigh = splits && i >= shared >>> 1;
    store<u32>(first + (i << 3), isHigh ? high : low);
    store<u32>(first + (i << 3), ((depth + u32(splits)) << DEPTH_SHIFT) | (isHigh ? highFill : lowFill), 4);
  }
  store<u32>(table, load<u32>(table, INDEX_BYTES) + (8 << log), INDEX_BYTES);
  freeSegment(segment);
  return true;
}

/** Indexes the directory by one more bit. */
function deepen(table: usize): bool {
  const shift = GroupTable.shift(table);
  const entries: u32 = 1 << (32 - shift);
  const from = GroupTable.directory(table);
  const to = Memory.alloc(entries << 4);
  if (!to) return false;
  for (let i: u32 = 0; i < entries << 1; i++) store<u64>(to + (i << 3), load<u64>(from + ((i >>> 1) << 3)));
  if (from != table + SMALL_DIRECTORY) Memory.free(from, entries << 3);
  store<u32>(table, <u32>to, DIRECTORY);
  store<u32>(table, shift - 1, SHIFT);
  return true;
}

/** As a directory holds it; 0 if memory has ended. */
function newSegment(log: u32): u32 {
  const segment = Memory.alloc(8 << log);
  if (!segment) return 0;
  memory.fill(segment, 0, 8 << log);
  return <u32>segment | log;
}

function freeSegment(segment: u32): void {
  Memory.free(segment & ~LOG_MASK, 8 << (segment & LOG_MASK));
}

function takeGroup(table: usize): usize {
  const free: usize = load<u32>(table, FREE_GROUPS);
  if (free) {
    store<u32>(table, load<u32>(free), FREE_GROUPS);
    return free;
  }
  const groupBytes = load<u32>(table, GROUP_BYTES);
  let chunk: usize = load<u32>(table, LAST_CHUNK);
  if (!chunk || load<u32>(chunk, CHUNK_USED) + groupBytes > <u32>chunk + load<u32>(chunk, CHUNK_SIZE)) {
    chunk = addChunk(table, chunk, groupBytes);
    if (!chunk) return 0;
  }
  const group = load<u32>(chunk, CHUNK_USED);
  store<u32>(chunk, group + groupBytes, CHUNK_USED);
  return group;
}

function addChunk(table: usize, last: usize, groupBytes: u32): usize {
  let size: usize = 1024;
  if (last) {
    const lastSize = load<u32>(last, CHUNK_SIZE);
    size = lastSize < 65536 ? lastSize << 1 : lastSize;
  }
  if (size < CHUNK_HEADER + groupBytes) size = Memory.blockBytes(CHUNK_HEADER + groupBytes);
  const chunk = Memory.alloc(size);
  if (!chunk) return 0;
  store<u32>(chunk, 0, CHUNK_NEXT);
  store<u32>(chunk, <u32>(chunk + CHUNK_HEADER), CHUNK_USED);
  store<u32>(chunk, <u32>size, CHUNK_SIZE);
  if (last) store<u32>(last, <u32>chunk, CHUNK_NEXT);
  else store<u32>(table, <u32>chunk, FIRST_CHUNK);
  store<u32>(table, <u32>chunk, LAST_CHUNK);
  store<u32>(table, load<u32>(table, CHUNK_BYTES) + <u32>size, CHUNK_BYTES);
  return chunk;
}
