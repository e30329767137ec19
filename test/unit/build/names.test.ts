/** Whatever names a query uses, every file of its build is one that its language reads. */
import { readdirSync, readFileSync } from "node:fs";
import { Project, ts } from "ts-morph";
import { describe, expect, test } from "vitest";
import { buildQuery } from "../../../generator/build/build.ts";
import type { WasmCache } from "../../../generator/build/cache.ts";
import { compile, DEFAULT_LIMITS } from "../../../generator/compile.ts";

const FOLDER = new URL("../../cases/names/", import.meta.url);
const CASES = readdirSync(FOLDER).map((name): [string, string] => [
  name,
  readFileSync(new URL(`${name}/query.sql`, FOLDER), "utf8"),
]);
const LINE_SEPARATOR = 'CREATE SOURCE "s\u2028;)" ("a\u2028;)" BIGINT); SELECT "a\u2028;)" FROM "s\u2028;)"';
const COMMENT = "-- ends here: */ {\nCREATE SOURCE s (\n-- and */ {\na BIGINT);\n-- and */ {\nSELECT a FROM s";

/** Has every module, none of which is run here. */
const FULL_CACHE: WasmCache = { get: () => new Uint8Array(8), put: () => undefined };

describe.each<[string, string]>([...CASES, ["line separators", LINE_SEPARATOR], ["comments", COMMENT]])(
  "%s",
  (_, text) => {
    test("all files parse", async () => {
      const { query, sources } = compile([{ file: "q.sql", text }], {
        name: "q",
        optimize: true,
        limits: DEFAULT_LIMITS,
      });
      const { files } = await buildQuery(query!, sources, "q.sql", text, { target: "debug" }, FULL_CACHE);
      const code = [...files].filter(([name]) => /\.[jt]s$/.test(name)) as [string, string][];
      expect(code.length).toBeGreaterThanOrEqual(6);
      expect(faultsOf(new Map(code))).toEqual([]);
    });
  },
);

/** Syntax errors, by file. */
function faultsOf(code: ReadonlyMap<string, string>): readonly string[] {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { allowJs: true, noLib: true },
  });
  const files = [...code].map(([name, text]) => project.createSourceFile(name, text));
  const program = project.getProgram().compilerObject;
  return files.flatMap((file) =>
    program
      .getSyntacticDiagnostics(file.compilerNode)
      .map(({ messageText }) => `${file.getBaseName()}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`),
  );
}
