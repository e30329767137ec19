/** `manifest.json`: a named subset of the artifact's manifest, as canonical JSON. */
import canonicalize from "canonicalize";
import { ABI_VERSION } from "../../runtime/assembly/layout.ts";
import type { QueryInfo, Sha } from "../../runtime/manifest.ts";
import type { CompiledQuery } from "../compile.ts";
import { NORM_VERSION } from "../normalize/normalize.ts";
import { MILLRACE_VERSION } from "../version.ts";
import { type AscOptions, ascVersion, flags } from "./asc.ts";
import { hashOf, sha256 } from "./hash.ts";
import { kernelFiles } from "./kernel-files.ts";

/** Every file of the folder but itself, with its digest: an unlisted or changed file does not belong to the build. */
export function manifestText(
  query: CompiledQuery,
  info: QueryInfo,
  files: ReadonlyMap<string, string | Uint8Array>,
  asc: AscOptions,
): string {
  const manifest = {
    schemaVersion: 0,
    name: query.name,
    kind: "query",
    abiVersion: ABI_VERSION,
    fingerprints: info.fingerprints,
    compiler: {
      version: MILLRACE_VERSION,
      normVersion: NORM_VERSION,
      asc: ascVersion,
      flags: flags(asc),
      kernel: hashOf("kernel/1", kernelFiles()),
    },
    sources: info.inputs.map(({ name, format, declared, columns, watermark }) => ({
      name,
      format,
      columns: declared,
      required: columns.map((column) => column.name),
      watermark:
        watermark === null ? null : { column: columns[watermark.column]!.name, delayUs: String(watermark.delayUs) },
    })),
    output: info.output,
    pipelines: query.physical.pipelines.map(({ id, source, steps, sink }) => ({
      id,
      operators: [source, ...steps, sink].map(({ operator }) => operator),
    })),
    operators: info.states.map(({ opId, layout, meaning, fields }) => ({ opId, layout, meaning, state: fields })),
    optimizer: query.fired,
    limits: query.limits,
    files: [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, content]) => fileEntry(path, content)),
  };
  return `${canonicalize(manifest)}\n`;
}

function fileEntry(path: string, content: string | Uint8Array): { path: string; sha256: Sha; bytes: number } {
  return {
    path,
    sha256: sha256(content),
    bytes: typeof content === "string" ? Buffer.byteLength(content) : content.length,
  };
}
