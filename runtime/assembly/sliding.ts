import { Slab } from "./slab";

/**
 * What hop and cumulate windows remember: per key one group, and per slice in which the key has rows one node with
 * what those rows add up to (a partial). A group's nodes are a list in order of time.
 *
 * Windows are sent in order of their end. For each the group keeps the sum of its nodes in two stacks (Tangwongsan,
 * Hirzel, Schneider 2015): older nodes carry the sum from themselves to the last node that was there when they were
 * turned over; newer ones are added up in the group. Passing a node is then free, and each node is added twice at
 * most, however many windows it is in.
 *
 *     ... | nodes that windows have passed | front: sums to its end | back: summed in the group | not combined yet
 *           HEAD                             FIRST                                                NEXT        TAIL
 */
export const GROUP_HEADER: usize = 32;

/** 0 is GroupTable's. A group without nodes is no group: HEAD 0. */
const HEAD: usize = 4;
const TAIL: usize = 8;
const FIRST: usize = 12;
const NEXT: usize = 16;
const HASH: usize = 20;
const FRONT_TO: usize = 24;

export const NODE_HEADER: usize = 16;

const BEFORE: usize = 0;
const AFTER: usize = 4;
const SLICE: usize = 8;

export class Sliding {
  @inline static head(group: usize): usize {
    return load<u32>(group, HEAD);
  }
  @inline static tail(group: usize): usize {
    return load<u32>(group, TAIL);
  }
  /** The first node that windows have not passed; 0: they have passed all. */
  @inline static first(group: usize): usize {
    return load<u32>(group, FIRST);
  }
  @inline static setFirst(group: usize, node: usize): void {
    store<u32>(group, <u32>node, FIRST);
  }
  /** The first node that is not combined yet, or 0. */
  @inline static next(group: usize): usize {
    return load<u32>(group, NEXT);
  }
  @inline static setNext(group: usize, node: usize): void {
    store<u32>(group, <u32>node, NEXT);
  }
  @inline static hash(group: usize): u32 {
    return load<u32>(group, HASH);
  }
  /** Nodes of slices before this one carry the sum to the end of the front. */
  @inline static frontTo(group: usize): i64 {
    return load<i64>(group, FRONT_TO);
  }
  @inline static setFrontTo(group: usize, slice: i64): void {
    store<i64>(group, slice, FRONT_TO);
  }

  @inline static before(node: usize): usize {
    return load<u32>(node, BEFORE);
  }
  @inline static after(node: usize): usize {
    return load<u32>(node, AFTER);
  }
  @inline static slice(node: usize): i64 {
    return load<i64>(node, SLICE);
  }

  /** A group without nodes. */
  static initGroup(group: usize, hash: u32): void {
    memory.fill(group, 0, GROUP_HEADER);
    store<u32>(group, hash, HASH);
    store<i64>(group, i64.MIN_VALUE, FRONT_TO);
  }

  /** The group's node of the slice, or 0. Most rows belong to the latest slices. */
  static find(group: usize, slice: i64): usize {
    let node = Sliding.tail(group);
    while (node != 0 && Sliding.slice(node) > slice) node = Sliding.before(node);
    return node != 0 && Sliding.slice(node) == slice ? node : 0;
  }

  /** Puts a new node in its place. Windows have combined slices up to `to` and passed those before `from`. */
  static link(group: usize, node: usize, slice: i64, from: i64, to: i64): void {
    store<i64>(node, slice, SLICE);
    let before = Sliding.tail(group);
    while (before != 0 && Sliding.slice(before) > slice) before = Sliding.before(before);
    const after: usize = before != 0 ? Sliding.after(before) : Sliding.head(group);
    store<u32>(node, <u32>before, BEFORE);
    store<u32>(node, <u32>after, AFTER);
    if (before != 0) store<u32>(before, <u32>node, AFTER);
    else store<u32>(group, <u32>node, HEAD);
    if (after != 0) store<u32>(after, <u32>node, BEFORE);
    else store<u32>(group, <u32>node, TAIL);
    const first = Sliding.first(group);
    if (slice >= from && (first == 0 || slice < Sliding.slice(first))) Sliding.setFirst(group, node);
    const next = Sliding.next(group);
    if (slice >= to && (next == 0 || slice < Sliding.slice(next))) Sliding.setNext(group, node);
  }

  /** Takes the oldest node, which windows have passed, off the list. */
  static unlinkHead(group: usize): usize {
    const node = Sliding.head(group);
    const after = Sliding.after(node);
    store<u32>(group, <u32>after, HEAD);
    if (after != 0) store<u32>(after, 0, BEFORE);
    else store<u32>(group, 0, TAIL);
    return node;
  }

  /** A text of its own for a key or an extreme; 0 if memory has ended. Its address is never 0. */
  static keepText(text: u64): u64 {
    const bytes = <u32>(text >>> 32);
    const at = Slab.alloc(bytes);
    if (at == 0) return 0;
    memory.copy(at, <usize>(<u32>text), bytes);
    return ((<u64>bytes) << 32) | <u64>at;
  }

  static freeText(text: u64): void {
    if (text != 0) Slab.free(<usize>(<u32>text), <usize>(text >>> 32));
  }
}
