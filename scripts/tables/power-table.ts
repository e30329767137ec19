/**
 * Powers of ten to 128 bits in a tenth of the room: 10^q is a power at every 27th exponent, kept to 192 bits, times a
 * power of five that fits 64. This script proves, for each exponent, that the product's upper 128 bits are exact.
 */

/** Exponents that parsing (-342 … 308) and printing (-292 … 324) ask for. */
const EXPONENT_MIN = -342;
const EXPONENT_MAX = 324;
/** The largest power of five in 64 bits is 5^27. */
const STEP = 27;
const BASE_MIN = Math.floor(EXPONENT_MIN / STEP) * STEP;

const bases = Array.from({ length: (EXPONENT_MAX - BASE_MIN) / STEP + 1 }, (_, i) =>
  significand(BASE_MIN + i * STEP, 192n),
);
const fives = Array.from({ length: STEP }, (_, i) => 5n ** BigInt(i));

/** Path and text of the generated file. */
export function powerTableFile(): readonly [path: string, text: string] {
  for (let q = EXPONENT_MIN; q <= EXPONENT_MAX; q++) {
    if (product(q) !== significand(q, 128n)) throw new Error(`the product for 10^${q} is not exact`);
  }
  return [
    "runtime/assembly/power-data.ts",
    `// Written by scripts/kernel-tables.ts; do not edit.

/** The exponent of the first of \`powerBases\`; they go up by \`POWER_STEP\`. */
export const POWER_BASE_MIN = ${BASE_MIN};
export const POWER_STEP = ${STEP};

/** 10^q / 2^e with the upper bit set, rounded down: three words each, the highest first. */
export function powerBases(): usize {
  // biome-ignore format: one power to a line
  return memory.data<u64>([
${bases.map((base) => `    ${[base >> 128n, (base >> 64n) & WORD, base & WORD].map(hex).join(", ")},`).join("\n")}
  ]);
}

/** 5^0 … 5^${STEP - 1}. */
export function powersOfFive(): usize {
  // biome-ignore format: one power to a line
  return memory.data<u64>([
${fives.map((five) => `    ${hex(five)},`).join("\n")}
  ]);
}
`,
  ];
}

const WORD = (1n << 64n) - 1n;
const hex = (word: bigint) => `0x${word.toString(16)}`;

/** What `PowerTable.find` computes. */
function product(q: number): bigint {
  const index = q - BASE_MIN;
  const five = fives[index % STEP]!;
  return leadingBits(bases[Math.floor(index / STEP)]! * leadingBits(five, 64n), 128n);
}

/** The first `bits` bits of 10^q, or of 5^q, which are the same. */
function significand(q: number, bits: bigint): bigint {
  if (q >= 0) return leadingBits(5n ** BigInt(q), bits);
  const divisor = 5n ** BigInt(-q);
  return leadingBits((1n << (bits + bitLength(divisor))) / divisor, bits);
}

/** `value` shifted so that it has `bits` bits; what falls out is cut off. */
function leadingBits(value: bigint, bits: bigint): bigint {
  const shift = bitLength(value) - bits;
  return shift > 0n ? value >> shift : value << -shift;
}

function bitLength(value: bigint): bigint {
  return BigInt(value.toString(2).length);
}
