/** Where groups go whose result row cannot be made: their keys, their window, the code and the place in the SQL. */
import type { Field } from "../../../runtime/plan.ts";
import type { WindowAggregate } from "../../physical/plan.ts";
import { Code } from "../code.ts";
import type { GroupFields } from "../group.ts";
import { commentNames } from "../literals.ts";
import type { GroupErrorsModel } from "../model.ts";
import { describeColumns } from "./output.ts";
import { scaled } from "./snapshot.ts";

/** The columns of an output error: the group's keys, then these. */
export function groupErrorFields({ keys }: Pick<WindowAggregate, "keys">): readonly Field[] {
  const timestamp = { kind: "TIMESTAMP", precision: 6 } as const;
  return [
    ...keys.map(({ name, expr }) => ({ name, type: expr.type, nullable: expr.nullable })),
    { name: "window_start", type: timestamp, nullable: false },
    { name: "window_end", type: timestamp, nullable: false },
    { name: "code", type: { kind: "INTEGER" }, nullable: false },
    { name: "site", type: { kind: "INTEGER" }, nullable: false },
  ];
}

export function groupErrors(
  aggregate: WindowAggregate,
  fields: GroupFields,
  any: boolean,
  slack: number,
): GroupErrorsModel {
  const columns = groupErrorFields(aggregate);
  const code = new Code(1);
  const keys = aggregate.keys.map((key, i) => ({
    i,
    key,
    ...fields.readKey("group", i),
    storage: aggregate.layout.keys[i]!.storage,
  }));
  // Texts first: they can run out of memory, and then the group has to be taken again.
  for (const { i, value, storage } of keys) {
    if (storage === "text") code.line(`if (!Batch.setText(errors, ${i}, at, ${value})) return false;`);
  }
  for (const { i, value, isNull, storage } of keys) {
    if (storage === "bool") code.line(`Batch.setBool(errors, ${i}, at, ${value});`);
    else if (storage !== "text")
      code.line(`store<${storage}>(Column.values(errors, ${i}) + ${scaled("at", storage)}, ${value});`);
    if (isNull !== null) code.line(`if (${isNull}) Batch.setNull(errors, ${i}, at);`);
  }
  const rest = [
    ["start", "i64"],
    ["end", "i64"],
    ["code", "i32"],
    ["site", "i32"],
  ] as const;
  rest.forEach(([value, type], i) => {
    code.line(`store<${type}>(Column.values(errors, ${keys.length + i}) + ${scaled("at", type)}, ${value});`);
  });
  return {
    any,
    slack: slack + 1,
    fields: commentNames(columns),
    description: describeColumns(columns),
    lines: code.lines,
  };
}
