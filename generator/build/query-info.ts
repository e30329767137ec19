/** What the runtime has to know of a compiled query, with its identities. */
import { ABI_VERSION } from "../../runtime/assembly/layout.ts";
import type { Fingerprints, QueryInfo, Sha, StateInfo } from "../../runtime/manifest.ts";
import type { Aggregate, LogicalPlan, Window } from "../../runtime/plan.ts";
import type { CompiledQuery } from "../compile.ts";
import type { Sources } from "../diagnostics/span.ts";
import { Citations } from "../emit/citations.ts";
import { planFingerprint } from "../emit/emit-query.ts";
import { withoutComments } from "../emit/imports.ts";
import { groupErrorFields } from "../emit/operators/group-errors.ts";
import { encodePlan } from "../logical/codec.ts";
import { nodesOf } from "../logical/tree.ts";
import type { WindowAggregate } from "../physical/plan.ts";
import { stateFields } from "../physical/state.ts";
import { type AscOptions, ascVersion, flags } from "./asc.ts";
import { hashOf, sha256 } from "./hash.ts";
import { kernelFiles } from "./kernel-files.ts";

export function queryInfo(query: CompiledQuery, sources: Sources, codec: string, asc: AscOptions): QueryInfo {
  const { physical, emitted, limits } = query;
  const cite = new Citations(sources);
  const states = physical.aggregates.map((aggregate) => stateInfo(aggregate, aggregateNode(query, aggregate.id)));
  return {
    name: query.name,
    fingerprints: fingerprints(query, states, codec, asc),
    inputs: [
      {
        name: physical.scan.source,
        format: physical.scan.format,
        declared: physical.scan.declared,
        columns: physical.scan.columns.map(({ name, type, nullable, declared }) => ({
          name,
          type,
          nullable,
          ordinal: declared,
        })),
        watermark: physical.scan.watermark,
      },
    ],
    output: { columns: physical.output.fields, changelog: physical.output.changelog },
    states,
    outputErrors: emitted.failing.map((pipeline, i) => ({
      sink: i + 1,
      columns: groupErrorFields(physical.aggregates[pipeline - 1]!),
    })),
    sites: emitted.sites.map((span) => {
      const at = sources.index(span.file)?.position(span.start) ?? { line: 0, column: 0 };
      return { ...span, line: at.line, column: at.column, text: cite.text(span) };
    }),
    limits,
    pipelines: physical.pipelines.length,
  };
}

/** Four identities: what is computed, what runs, what is remembered, which inputs were meant. */
function fingerprints(
  query: CompiledQuery,
  states: readonly StateInfo[],
  codec: string,
  asc: AscOptions,
): Fingerprints {
  return {
    plan: `sha256:${Buffer.from(planFingerprint(query.normalized)).toString("hex")}`,
    code: codeFingerprint(query, codec, asc),
    state: hashOf("state/1", states.map(({ opId, layout }) => [opId, layout]).sort()),
    source: hashOf(
      "source/1",
      query.bound.sources.map(({ name, format, columns, watermark }) => ({
        name,
        format,
        columns: columns.map((column) => [column.name, column.type, column.nullable]),
        watermark: watermark === null ? null : { column: watermark.column, delayUs: String(watermark.delayUs) },
      })),
    ),
  };
}

/** Comments do not count: they cite positions and names, which change without changing what runs. */
function codeFingerprint({ emitted }: CompiledQuery, codec: string, asc: AscOptions): Sha {
  const files = [...emitted.files].map(([name, text]) => [name, sha256(codeLines(text))]);
  return hashOf("code/1", {
    abi: ABI_VERSION,
    files,
    codec: sha256(codeLines(codec)),
    kernel: kernelFiles(),
    asc: ascVersion,
    flags: flags(asc),
  });
}

function codeLines(text: string): string {
  return withoutComments(text)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

function stateInfo(aggregate: WindowAggregate, node: Aggregate): StateInfo {
  const window = node.input as Window;
  const fields = stateFields(aggregate);
  return {
    opId: aggregate.opId,
    layout: hashOf("layout/1", fields),
    meaning: hashOf("meaning/1", {
      plan: encodePlan({ ...node, aggregates: [], schema: [] } as LogicalPlan),
      time: window.time,
      accumulators: aggregate.accumulators.map(({ name }) => name),
    }),
    window: aggregate.window,
    fields,
  };
}

/** Aggregates from the scan up, as the physical plan numbers them. */
function aggregateNode({ optimized }: CompiledQuery, id: number): Aggregate {
  const nodes = [...nodesOf(optimized)].filter((node) => node.kind === "Aggregate").reverse();
  return nodes[id]!;
}
