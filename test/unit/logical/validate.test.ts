/** Sound plans pass; a plan with one thing wrong, whatever it is, does not. */
import { describe, expect, test } from "vitest";
import { timestamp } from "../../../generator/catalog/sql-type.ts";
import { nodesOf } from "../../../generator/logical/tree.ts";
import { validatePlan } from "../../../generator/logical/validate.ts";
import type { SqlType } from "../../../runtime/plan.ts";
import { Random } from "../../fuzz/random.ts";
import { type NamedPlan, PLANS, planOf } from "./plans.ts";

test.each(PLANS)("$query", ({ plan, sources }) => {
  expect(validatePlan(plan, sources)).toEqual([]);
});

/** A place in a plan: the object and the field to spoil. */
type Json = { [key: string]: unknown };

/** Every object inside `value`, with its path. */
function* objectsIn(value: unknown, path = ""): Generator<readonly [object: Json, path: string]> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield [value as Json, path];
  for (const [key, part] of Object.entries(value)) if (key !== "span") yield* objectsIn(part, `${path}.${key}`);
}

/** A copy in which nothing is shared: `structuredClone` would keep one type for many fields. */
function copied<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copied) as T;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copied(part)])) as T;
}

interface Corruption {
  readonly what: string;
  /** Spoils the object in one way; false: it has nothing of the kind. */
  readonly spoil: (object: Json, random: (below: number) => number) => boolean;
}

const isExpr = (object: Json) =>
  ["Literal", "Column", "Call", "Cast", "Case"].includes(object.kind as string) && "nullable" in object;
const isNode = (object: Json) => "schema" in object;
const isType = (object: Json) => typeof object.kind === "string" && !("span" in object) && !("sizeUs" in object);

const KINDS = ["BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "REAL", "DOUBLE", "DATE"] as const;

/** Each leaves a plan that no compiler may run. */
const CORRUPTIONS: readonly Corruption[] = [
  {
    what: "another type",
    spoil: (object, random) => {
      const type = object.type as SqlType | undefined;
      // A literal can be sound in another type too; literals are spoiled further down.
      if (type === undefined || object.kind === "Literal") return false;
      const others = KINDS.filter((kind) => kind !== type.kind);
      object.type = { kind: others[random(others.length)]! };
      return true;
    },
  },
  {
    what: "a type that does not exist",
    spoil: (object) => {
      if (!isType(object)) return false;
      object.kind = "FLOAT";
      return true;
    },
  },
  {
    what: "a column or field of fewer digits",
    spoil: (object) => {
      const type = object.type as SqlType | undefined;
      if (type?.kind !== "TIMESTAMP" || type.precision === 0) return false;
      if (object.kind !== "Column" && !("name" in object)) return false;
      object.type = timestamp(type.precision - 1);
      return true;
    },
  },
  {
    what: "never NULL, though it can be",
    spoil: (object) => {
      if (object.nullable !== true) return false;
      object.nullable = false;
      return true;
    },
  },
  {
    what: "a column that is not there",
    spoil: (object, random) => {
      if (object.kind !== "Column") return false;
      object.ordinal = [-1, 1000, 0.5, Number.NaN][random(4)];
      return true;
    },
  },
  {
    what: "an unknown overload",
    spoil: (object) => {
      if (typeof object.overload !== "string") return false;
      object.overload = object.overload.replace("(", "_x(");
      return true;
    },
  },
  {
    what: "an overload for other types",
    spoil: (object) => {
      const overload = object.overload as string | undefined;
      if (overload === undefined || !/\((INTEGER|BIGINT|DOUBLE|TEXT)/.test(overload)) return false;
      object.overload = overload.replaceAll(/INTEGER|BIGINT|DOUBLE|TEXT/g, (kind) =>
        kind === "BIGINT" ? "INTEGER" : "BIGINT",
      );
      return true;
    },
  },
  {
    what: "an argument too few or too many",
    spoil: (object, random) => {
      const args = object.args as unknown[] | undefined;
      if (args === undefined || (object.overload as string).endsWith("…)")) return false;
      object.args = random(2) === 0 ? args.slice(1) : [...args, args[0]];
      return true;
    },
  },
  {
    what: "a literal of another kind of value",
    spoil: (object, random) => {
      if (object.kind !== "Literal" || object.value === null) return false;
      const others = [true, 1.5, 99_999_999_999_999_999_999n, "text", { months: 0.5, days: 0, us: 0n }];
      const fitting = others.filter((other) => typeof other !== typeof object.value || typeof other === "object");
      const { kind } = object.type as SqlType;
      const value = fitting[random(fitting.length)]!;
      if (kind === "INTERVAL" && typeof value !== "object") object.value = { months: 2 ** 40, days: 0, us: 0n };
      else object.value = value;
      return true;
    },
  },
  {
    what: "a literal out of range",
    spoil: (object) => {
      if (object.kind !== "Literal" || object.value === null) return false;
      const beyond: Partial<Record<SqlType["kind"], unknown>> = {
        TINYINT: 128,
        SMALLINT: -32_769,
        INTEGER: 2_147_483_648,
        BIGINT: 2n ** 63n,
        REAL: 0.1,
        DATE: 60_000_000,
        TIMESTAMP: 2n ** 62n + 1n,
        TEXT: "\ud800",
      };
      const { kind } = object.type as SqlType;
      if (!(kind in beyond)) return false;
      object.value = beyond[kind];
      return true;
    },
  },
  {
    what: "a NULL that is said to be none",
    spoil: (object) => {
      if (object.kind !== "Literal" || object.nullable === true) return false;
      object.value = null;
      return true;
    },
  },
  {
    what: "an impossible cast",
    spoil: (object) => {
      if (object.kind !== "Cast") return false;
      object.type = { kind: "INTERVAL" };
      return true;
    },
  },
  {
    what: "a mode that does not exist",
    spoil: (object) => {
      if (object.kind === "Cast") object.mode = "lenient";
      else if ("emit" in object) object.emit = "sometimes";
      else return false;
      return true;
    },
  },
  {
    what: "an unknown node or expression",
    spoil: (object) => {
      if (!isNode(object) && !isExpr(object)) return false;
      object.kind = "Join";
      return true;
    },
  },
  {
    what: "a field too few or too many",
    spoil: (object, random) => {
      if (!isNode(object)) return false;
      const schema = object.schema as unknown[];
      if (schema.length === 0) return false;
      object.schema = random(2) === 0 ? schema.slice(0, -1) : [...schema, schema[0]];
      return true;
    },
  },
  {
    what: "an expression, key or aggregate too few",
    spoil: (object) => {
      for (const list of ["aggregates", "exprs", "keys"]) {
        const items = object[list] as unknown[] | undefined;
        if (items === undefined || items.length === 0) continue;
        object[list] = items.slice(1);
        return true;
      }
      return false;
    },
  },
  {
    what: "a CASE without branches",
    spoil: (object) => {
      if (object.kind !== "Case") return false;
      object.whens = [];
      return true;
    },
  },
  {
    what: "a window that cannot be",
    spoil: (object, random) => {
      if (!("sizeUs" in object)) return false;
      const changes: Json[] = [
        { sizeUs: 0n },
        { sizeUs: -1n },
        { sizeUs: 2n ** 62n + 1n },
        { offsetUs: -1n },
        { offsetUs: object.sizeUs },
        { kind: "session" },
      ];
      if (object.kind === "hop") changes.push({ slideUs: 0n }, { slideUs: (object.sizeUs as bigint) + 1n });
      if (object.kind === "cumulate") changes.push({ stepUs: 0n }, { stepUs: (object.sizeUs as bigint) - 1n });
      Object.assign(object, changes[random(changes.length)]);
      return true;
    },
  },
  {
    what: "a window over a column that is not the event time",
    spoil: (object, random) => {
      if (object.kind !== "Window") return false;
      const { schema } = object.input as { schema: unknown[] };
      const others = [-1, 1000, ...schema.keys()].filter((i) => i !== object.time);
      object.time = others[random(others.length)];
      return true;
    },
  },
  {
    what: "time that runs backwards",
    spoil: (object) => {
      if ("latenessUs" in object) object.latenessUs = -1n;
      else if ("delayUs" in object) object.delayUs = -1n;
      else return false;
      return true;
    },
  },
  {
    what: "the other kind of changelog",
    spoil: (object) => {
      if (!("changelog" in object)) return false;
      object.changelog = object.changelog === "append" ? "retract" : "append";
      return true;
    },
  },
  {
    what: "the other emit mode, with the changelog left as it was",
    spoil: (object) => {
      if (object.kind !== "Aggregate") return false;
      object.emit = object.emit === "on-window-close" ? "after-watermark" : "on-window-close";
      return true;
    },
  },
  {
    what: "two columns of one name",
    spoil: (object) => {
      const schema = object.schema as { name: string }[] | undefined;
      if (object.kind !== "Output" || schema === undefined || schema.length < 2) return false;
      schema[1]!.name = schema[0]!.name.toUpperCase();
      return true;
    },
  },
  {
    what: "another column of the source",
    spoil: (object) => {
      if (object.kind !== "Scan") return false;
      const columns = object.columns as number[];
      object.columns = columns.length > 1 ? columns.with(0, columns[1]!) : [columns[0]! + 1];
      return true;
    },
  },
  {
    what: "a source that is not declared, or a watermark that it does not have",
    spoil: (object, random) => {
      if (object.kind !== "Scan") return false;
      if (random(2) === 0) object.source = "nowhere";
      else object.watermark = object.watermark === null ? { column: 0, delayUs: 0n } : null;
      return true;
    },
  },
  {
    what: "an aggregate whose window is gone",
    spoil: (object) => {
      if (object.kind !== "Aggregate") return false;
      const window = object.input as Json;
      if (window.kind !== "Window") return false;
      object.input = window.input;
      return true;
    },
  },
];

/** Places of one plan that a corruption is tried at. */
const PLACES = 8;

describe.each(CORRUPTIONS)("$what", ({ spoil }) => {
  test("is refused wherever it happens", () => {
    const draws = new Random(7);
    const random = (below: number) => draws.below(below);
    let tried = 0;
    for (const { query, plan, sources } of PLANS) {
      // Spoiling a copy from its leaves upward shows where there is something to spoil.
      const objects = [...objectsIn(copied(plan))];
      const places = objects.flatMap((_, i) => (spoil(objects.at(-1 - i)![0], random) ? [objects.length - 1 - i] : []));
      for (let i = 0; i < PLACES && places.length > 0; i++) {
        const [place] = places.splice(random(places.length), 1);
        const spoiled = copied(plan);
        const [object, path] = [...objectsIn(spoiled)][place!]!;
        spoil(object, random);
        tried++;
        expect(validatePlan(spoiled, sources).length, `${query}\n${path}`).toBeGreaterThan(0);
      }
    }
    expect(tried).toBeGreaterThan(0);
  });
});

describe("the code says what is wrong", () => {
  const tumble =
    "SELECT auction, COUNT(*) AS n, MAX(price) AS m FROM bid WHERE price > 5 GROUP BY tumble(INTERVAL '1' DAY), auction";
  const spoiled = (change: (nodes: Json[]) => void): NamedPlan => {
    const named = planOf(tumble);
    const plan = copied(named.plan);
    change([...nodesOf(plan)] as unknown as Json[]);
    return { ...named, plan };
  };
  const codesOf = ({ plan, sources }: NamedPlan) => [
    ...new Set(validatePlan(plan, sources).map((issue) => issue.code)),
  ];

  test.each<[string, number, (node: Json) => void]>([
    ["PLAN_DUP_NAME", 0, (output) => ((output.schema as Json[])[1]!.name = "AUCTION")],
    ["PLAN_CHANGELOG", 0, (output) => (output.changelog = "retract")],
    ["PLAN_ORDINAL", 1, (project) => ((project.exprs as Json[])[0]!.ordinal = 77)],
    ["PLAN_NULLABILITY", 1, (project) => ((project.exprs as Json[])[2]!.nullable = false)],
    ["PLAN_ARITY", 2, (aggregate) => (aggregate.aggregates = [])],
    ["PLAN_OVERLOAD", 2, (aggregate) => ((aggregate.aggregates as Json[])[1]!.overload = "max(TEXT)")],
    ["PLAN_TIME", 3, (window) => (window.time = 0)],
    ["PLAN_WINDOW", 3, (window) => ((window.window as Json).sizeUs = 0n)],
    ["PLAN_TYPE", 4, (filter) => ((filter.predicate as Json).type = timestamp(3))],
    ["PLAN_LITERAL", 4, (filter) => (((filter.predicate as Json).args as Json[])[1]!.value = 5)],
    ["PLAN_SOURCE", 5, (scan) => (scan.source = "other")],
  ])("%s", (code, depth, change) => {
    expect(codesOf(spoiled((nodes) => change(nodes[depth]!)))).toContain(code);
  });

  test("PLAN_WINDOW_WATERMARK without a key of the window", () => {
    const plan = spoiled((nodes) => {
      const keys = nodes[2]!.keys as Json[];
      for (const key of keys.slice(0, 3)) Object.assign(key, copied(keys[3]));
    });
    expect(codesOf(plan)).toContain("PLAN_WINDOW_WATERMARK");
  });

  test("paths lead to the place", () => {
    const { plan, sources } = spoiled((nodes) => (((nodes[4]!.predicate as Json).args as Json[])[0]!.ordinal = 99));
    expect(validatePlan(plan, sources).map((issue) => issue.path)).toEqual([
      "input.input.input.input.predicate.args[0]",
    ]);
  });
});
