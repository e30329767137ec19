import { Memory } from "./memory";

/**
 * A hash table of fixed-size groups. The groups stand densely in chunks in order of insertion, which is the order of
 * arrival that output keeps; an index beside them finds a group by its key.
 *
 * The index is extendible hashing (Fagin et al. 1979): a directory chooses a segment by the top bits of the hash.
 * All segments have the same number of slots; while there is one, it is doubled up to 4,096 slots, from then on a full
 * one is split in two, so that no insertion ever rehashes more than one segment. A slot is
 * `hash << 32 | address of the group`, 0 when free; probing is linear from the low bits of the hash. Keeping the hash
 * in the slot spares most visits to groups with another key, and all of them when a segment splits.
 *
 * Generated code probes by itself, because it knows the key's columns. It goes by byte offsets in a segment:
 *
 *     const segment = GroupTable.segment(directory, shift, hash);
 *     let at = GroupTable.home(mask, hash);
 *     ... GroupTable.slot(segment, at) ... at = GroupTable.next(mask, at)
 *
 * A table is GROUP_TABLE_BYTES inside its owner. Its directory, shift and mask may change at each `insert`.
 */
export const GROUP_TABLE_BYTES: usize = 56;

/** Address of the directory: per top-bits value 8 bytes, the segment and its fill (see below). */
const DIRECTORY: usize = 0;
/** 32 − number of top bits that the directory is indexed by; at most 31. */
const SHIFT: usize = 4;
/** Byte offset of a segment's last slot. */
const MASK: usize = 8;
const GROUPS: usize = 12;
const GROUP_BYTES: usize = 16;
const FIRST_CHUNK: usize = 20;
const LAST_CHUNK: usize = 24;
/** Removed groups, linked through their first word. */
const FREE_GROUPS: usize = 28;
const INDEX_BYTES: usize = 32;
const CHUNK_BYTES: usize = 36;
/** The directory while it has two entries. */
const SMALL_DIRECTORY: usize = 40;

const MIN_MASK: u32 = (128 - 1) << 3;
const MAX_MASK: u32 = (4096 - 1) << 3;
const MAX_DEPTH: u32 = 16;
/** From this depth on, half a mebibyte, the index is larger than the caches of a core may be. */
const DENSE_DEPTH: u32 = 4;
/** Second word of a directory entry: bits the segment is chosen by, then its groups (kept in its first entry only). */
const DEPTH_SHIFT: u32 = 26;
const FILL_MASK: u32 = (1 << DEPTH_SHIFT) - 1;

/** A chunk of groups: the next chunk, the end of the groups in it, its size; then the groups, aligned to 8. */
const CHUNK_NEXT: usize = 0;
const CHUNK_USED: usize = 4;
const CHUNK_SIZE: usize = 8;
const CHUNK_HEADER: usize = 16;

/**
 * No table at all, in which nothing is found: its directory is the start of memory, of which asc leaves 1,024 bytes zero
 * (in a debug build by `memoryBase` in asconfig.json).
 */
const NONE: usize = memory.data<u32>([0, 31, 0, 0]);

export class GroupTable {
  /** False if memory has ended; nothing is allocated then. */
  static init(table: usize, groupBytes: u32): bool {
    const segment = newSegment(MIN_MASK);
    if (!segment) return false;
    memory.fill(table, 0, GROUP_TABLE_BYTES);
    store<u32>(table, <u32>(table + SMALL_DIRECTORY), DIRECTORY);
    store<u32>(table, 31, SHIFT);
    store<u32>(table, MIN_MASK, MASK);
    store<u32>(table, groupBytes, GROUP_BYTES);
    store<u32>(table, MIN_MASK + 8, INDEX_BYTES);
    store<u32>(table, <u32>segment, SMALL_DIRECTORY);
    store<u32>(table, <u32>segment, SMALL_DIRECTORY + 8);
    return true;
  }

  /** Makes the index of an empty table ready for `groups` groups, as far as memory goes. */
  static prepare(table: usize, groups: u32): void {
    while (GroupTable.mask(table) < MAX_MASK && groups > capacity(table)) if (!widen(table)) return;
    for (let depth: u32 = 0; depth < MAX_DEPTH && groups > capacity(table) << depth; depth++) {
      for (let i: u32 = 0; i < 1 << depth; i++) if (!split(table, i << (32 - depth))) return;
    }
  }

  @inline static none(): usize {
    return NONE;
  }
  @inline static directory(table: usize): usize {
    return load<u32>(table, DIRECTORY);
  }
  @inline static shift(table: usize): u32 {
    return load<u32>(table, SHIFT);
  }
  @inline static mask(table: usize): u32 {
    return load<u32>(table, MASK);
  }
  @inline static segment(directory: usize, shift: u32, hash: u32): usize {
    return load<u32>(directory + ((hash >>> shift) << 3));
  }
  @inline static home(mask: u32, hash: u32): u32 {
    return (hash << 3) & mask;
  }
  @inline static slot(segment: usize, at: u32): u64 {
    return load<u64>(segment + at);
  }
  @inline static next(mask: u32, at: u32): u32 {
    return (at + 8) & mask;
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
    while ((load<u32>(entry, 4) & FILL_MASK) >= capacity(table)) {
      if (!relieve(table, hash)) return 0;
      entry = firstEntry(table, hash);
    }
    const group = takeGroup(table);
    if (!group) return 0;
    place(load<u32>(entry), GroupTable.mask(table), ((<u64>hash) << 32) | <u64>group);
    store<u32>(entry, load<u32>(entry, 4) + 1, 4);
    store<u32>(table, load<u32>(table, GROUPS) + 1, GROUPS);
    return group;
  }

  /** Takes the group out of the table; its room is used again. Slots after it move up (Knuth, 6.4, Algorithm R). */
  static remove(table: usize, hash: u32, group: usize): void {
    const segment = GroupTable.segment(GroupTable.directory(table), GroupTable.shift(table), hash);
    const mask = GroupTable.mask(table);
    let hole = GroupTable.home(mask, hash);
    while (<usize>(<u32>GroupTable.slot(segment, hole)) != group) hole = GroupTable.next(mask, hole);
    for (let at = GroupTable.next(mask, hole); ; at = GroupTable.next(mask, at)) {
      const slot = GroupTable.slot(segment, at);
      if (!slot) break;
      const home = GroupTable.home(mask, <u32>(slot >>> 32));
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      store<u64>(segment + hole, slot);
      hole = at;
    }
    store<u64>(segment + hole, 0);
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
    const segmentBytes = GroupTable.mask(table) + 8;
    let last: usize = 0;
    for (let i: u32 = 0; i < entries; i++) {
      const segment: usize = load<u32>(directory + (i << 3));
      if (segment != last) Memory.free(segment, segmentBytes);
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

/**
 * Groups that a segment may hold. An index that fits into the cache is filled to a quarter, because a key that is not
 * at home costs a mispredicted branch; a larger one to three quarters, because it costs reads from memory.
 */
function capacity(table: usize): u32 {
  const slots = (GroupTable.mask(table) >>> 3) + 1;
  if (GroupTable.mask(table) < MAX_MASK) return slots >>> 1;
  return GroupTable.shift(table) > 32 - DENSE_DEPTH ? slots >>> 2 : slots - (slots >>> 2);
}

/** The first of the directory entries that share the segment of `hash`: the one that keeps its fill. */
function firstEntry(table: usize, hash: u32): usize {
  const shift = GroupTable.shift(table);
  const directory = GroupTable.directory(table);
  const index = hash >>> shift;
  const shared = 32 - shift - depthAt(directory + (index << 3));
  return directory + (((index >>> shared) << shared) << 3);
}

/** The number of bits that an entry's segment is chosen by. */
function depthAt(entry: usize): u32 {
  return load<u32>(entry, 4) >>> DEPTH_SHIFT;
}

function place(segment: usize, mask: u32, slot: u64): void {
  let at = GroupTable.home(mask, <u32>(slot >>> 32));
  while (GroupTable.slot(segment, at)) at = GroupTable.next(mask, at);
  store<u64>(segment + at, slot);
}

/** Makes room in the segment of `hash`. Beyond MAX_DEPTH bits, which equal hashes would use up in vain, all grow. */
function relieve(table: usize, hash: u32): bool {
  const isLarge = GroupTable.mask(table) >= MAX_MASK;
  return isLarge && depthAt(firstEntry(table, hash)) < MAX_DEPTH ? split(table, hash) : widen(table);
}

/** Doubles the slots of every segment. False if memory has ended; nothing has changed then. */
function widen(table: usize): bool {
  const directory = GroupTable.directory(table);
  const entries: u32 = 1 << (32 - GroupTable.shift(table));
  const mask = GroupTable.mask(table);
  const larger = (mask << 1) + 8;
  // All new segments are there before the first old one goes: until then they are linked through their first word.
  let spare: usize = 0;
  for (let i: u32 = 0; i < entries; i += sharing(directory, i, entries)) {
    const segment = newSegment(larger);
    if (!segment) {
      while (spare) {
        const next = load<usize>(spare);
        Memory.free(spare, larger + 8);
        spare = next;
      }
      return false;
    }
    store<usize>(segment, spare);
    spare = segment;
  }
  for (let i: u32 = 0; i < entries; ) {
    const from: usize = load<u32>(directory + (i << 3));
    const to = spare;
    spare = load<usize>(to);
    store<usize>(to, 0);
    for (let at: u32 = 0; at <= mask; at += 8) {
      const slot = GroupTable.slot(from, at);
      if (slot) place(to, larger, slot);
    }
    for (const next = i + sharing(directory, i, entries); i < next; i++) store<u32>(directory + (i << 3), <u32>to);
    Memory.free(from, mask + 8);
  }
  store<u32>(table, larger, MASK);
  store<u32>(table, load<u32>(table, INDEX_BYTES) << 1, INDEX_BYTES);
  return true;
}

/** How many entries from the `i`th on have its segment. */
function sharing(directory: usize, i: u32, entries: u32): u32 {
  return entries >>> depthAt(directory + (i << 3));
}

/** Splits the segment of `hash` by one more bit. False if memory has ended; the table finds what it found then. */
function split(table: usize, hash: u32): bool {
  const depth = depthAt(firstEntry(table, hash));
  if (depth == 32 - GroupTable.shift(table) && !deepen(table)) return false;
  const mask = GroupTable.mask(table);
  const low = newSegment(mask);
  const high = newSegment(mask);
  if (!low || !high) {
    if (low) Memory.free(low, mask + 8);
    return false;
  }
  const first = firstEntry(table, hash);
  const segment: usize = load<u32>(first);
  let highFill: u32 = 0;
  for (let at: u32 = 0; at <= mask; at += 8) {
    const slot = GroupTable.slot(segment, at);
    if (!slot) continue;
    const isHigh = <u32>(slot >>> (63 - depth)) & 1;
    highFill += isHigh;
    place(isHigh ? high : low, mask, slot);
  }
  const shared: u32 = 1 << (32 - GroupTable.shift(table) - depth);
  const lowFill = (load<u32>(first, 4) & FILL_MASK) - highFill;
  for (let i: u32 = 0; i < shared; i++) {
    const isHigh = i >= shared >>> 1;
    store<u32>(first + (i << 3), <u32>(isHigh ? high : low));
    store<u32>(first + (i << 3), ((depth + 1) << DEPTH_SHIFT) | (isHigh ? highFill : lowFill), 4);
  }
  store<u32>(table, load<u32>(table, INDEX_BYTES) + mask + 8, INDEX_BYTES);
  Memory.free(segment, mask + 8);
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

/** Empty; 0 if memory has ended. */
function newSegment(mask: u32): usize {
  const segment = Memory.alloc(mask + 8);
  if (segment) memory.fill(segment, 0, mask + 8);
  return segment;
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
