/** Names in generated code: taken from the SQL columns they stand for, valid, and each used for one thing. */
import { kernelExports } from "./imports.ts";
import { templateNames } from "./render.ts";

const LANGUAGE = [
  ..."bool boolean break case catch class const continue debugger default delete do else enum export extends f32 f64 false finally".split(
    " ",
  ),
  ..."for function i8 i16 i32 i64 if implements import in instanceof interface isize let new null number of override package private".split(
    " ",
  ),
  ..."protected public return select static string super switch this throw true try type typeof u8 u16 u32 u64 usize v128 var".split(
    " ",
  ),
  ..."void while with yield abs ceil floor nearest sqrt trunc min max load store sizeof memory unreachable undefined NaN Infinity".split(
    " ",
  ),
  ..."arguments eval async await get set".split(" "),
] as const;

let taken: ReadonlySet<string> | null = null;

/** Words of AssemblyScript, names of the kernel, and every name that a template uses itself. */
function takenNames(): ReadonlySet<string> {
  taken ??= new Set([...LANGUAGE, ...Object.keys(kernelExports()), ...templateNames()]);
  return taken;
}

/** Hands out names of one scope; a name that is taken gets a number. */
export class Names {
  readonly #taken: Set<string>;

  /** `others`: names of the file that are given elsewhere. */
  constructor(others: readonly string[] = []) {
    this.#taken = new Set([...takenNames(), ...others]);
  }

  /** A name like `wanted`, free in this scope. */
  fresh(wanted: string): string {
    return this.#free(identifier(wanted));
  }

  /** The same for a constant, in capitals. */
  freshConstant(wanted: string): string {
    return this.#free(constantName(wanted));
  }

  #free(base: string): string {
    let name = base;
    for (let n = 2; this.#taken.has(name); n++) name = `${base}${n}`;
    this.#taken.add(name);
    return name;
  }
}

/** `order-id` → `orderId`, `COUNT(*)` → `count`, `1st` → `_1st`: a valid identifier, never in capitals only. */
export function identifier(name: string): string {
  const words = name
    .split(/[^A-Za-z0-9_]+/)
    .filter((word) => word !== "")
    .map((word) => (/[a-z]/.test(word) ? word : word.toLowerCase()));
  const joined = words.map((word, i) => (i === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join("");
  if (joined === "") return "column";
  return /^[0-9]/.test(joined) ? `_${joined}` : joined;
}

/** `dateTime` → `DATE_TIME`: the name of a constant. */
function constantName(name: string): string {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/[^A-Za-z0-9]+/g, "_");
  return identifier(spaced.replace(/^_|_$/g, "")).toUpperCase();
}
