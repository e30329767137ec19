import { TextRef } from "./column";
import { GroupTable } from "./group-table";
import { Text } from "./text";

/** Rows whose groups are asked for together. A power of 2. */
export const ROWS_AHEAD: i32 = 128;

const HASHES: usize = memory.data(ROWS_AHEAD << 2, 4);
let lastRead: u32 = 0;

/**
 * Reads what the loop over rows is going to read: groups that are not in the cache come sooner together than one after
 * the other. A block of up to ROWS_AHEAD rows first says which hashes its keys have.
 */
export class ReadAhead {
  @inline static setHash(row: i32, hash: u32): void {
    store<u32>(HASHES + ((row & (ROWS_AHEAD - 1)) << 2), hash);
  }
  @inline static hash(row: i32): u32 {
    return load<u32>(HASHES + ((row & (ROWS_AHEAD - 1)) << 2));
  }

  /** The index and the groups of rows [from, end). */
  static groups(table: usize, from: i32, end: i32): void {
    const directory = GroupTable.directory(table);
    const shift = GroupTable.shift(table);
    const mask = GroupTable.mask(table);
    let read: u32 = 0;
    for (let row = from; row < end; row++) read += load<u8>(ReadAhead.groupAt(directory, shift, mask, row));
    // Reads whose result nobody takes are left out by engines.
    lastRead = read;
  }

  /** The same, and the texts that the groups have at `field`. */
  static texts(table: usize, from: i32, end: i32, field: usize): void {
    const directory = GroupTable.directory(table);
    const shift = GroupTable.shift(table);
    const mask = GroupTable.mask(table);
    let read: u32 = 0;
    for (let row = from; row < end; row++) {
      const group = ReadAhead.groupAt(directory, shift, mask, row);
      if (group) read += load<u8>(Text.address(load<TextRef>(group + field)));
    }
    lastRead = read;
  }

  /** The group at home, where most are; address 0 if there is none. */
  @inline static groupAt(directory: usize, shift: u32, mask: u32, row: i32): usize {
    const hash = ReadAhead.hash(row);
    const segment = GroupTable.segment(directory, shift, hash);
    return <usize>(<u32>GroupTable.slot(segment, GroupTable.home(mask, hash)));
  }
}
