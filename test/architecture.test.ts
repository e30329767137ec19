/** The rules of ARCHITECTURE.md, read off the sources: who imports whom, and what phases may not touch. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { ts } from "ts-morph";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** By folder, in the order of the driver, what each may import beside itself, `LEAVES` and the types of the plan. */
const PHASES: Readonly<Record<string, readonly string[]>> = {
  diagnostics: [],
  catalog: ["diagnostics"],
  sql: ["diagnostics", "catalog"],
  logical: ["diagnostics", "catalog"],
  bind: ["diagnostics", "catalog", "logical", "sql"],
  normalize: ["diagnostics", "catalog", "logical"],
  analyze: ["diagnostics", "catalog", "logical"],
  optimize: ["diagnostics", "catalog", "logical"],
  physical: ["diagnostics", "catalog", "logical"],
  emit: ["diagnostics", "catalog", "logical", "physical"],
};

/** Behind the phases: what joins them, and what people touch. */
const BEHIND: Readonly<Record<string, readonly string[]>> = {
  "check.ts": ["diagnostics", "sql", "bind", "normalize", "analyze"],
  "compile.ts": ["check.ts", "diagnostics", "optimize", "physical", "emit"],
  "explain.ts": ["compile.ts", "diagnostics", "logical", "physical"],
  build: ["compile.ts", "explain.ts", "diagnostics", "catalog", "logical", "normalize", "physical", "emit"],
  project: ["diagnostics"],
  cli: [
    "check.ts",
    "compile.ts",
    "explain.ts",
    "diagnostics",
    "catalog",
    "logical",
    "physical",
    "emit",
    "build",
    "project",
  ],
  "index.ts": ["check.ts", "compile.ts", "explain.ts", "diagnostics", "build", "project"],
};

/** Files of `generator/` that import nothing of it, and that all may import. */
const LEAVES = ["limits.ts", "version.ts", "package-files.ts"];

const PLAN_TYPES = "runtime/plan.ts";
/** What the generator takes of the runtime beside types. */
const RUNTIME_VALUES: Readonly<Record<string, readonly string[]>> = {
  emit: ["runtime/assembly/codes.ts"],
  build: [
    "runtime/assembly/codes.ts",
    "runtime/assembly/layout.ts",
    "runtime/define-query.ts",
    "runtime/interpreter/lane.ts",
  ],
  cli: ["runtime/errors.ts", "runtime/batch/column-batch.ts"],
};

/** Packages, and the only files that know them. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  handlebars: ["generator/emit/render.ts"],
  "assemblyscript/asc": ["generator/build/asc.ts"],
  "ts-morph": ["generator/build/declarations.ts", "generator/build/module-text.ts"],
  canonicalize: ["generator/logical/codec.ts", "generator/build/hash.ts", "generator/build/manifest.ts"],
  commander: ["generator/cli/program.ts", "generator/cli/usage.ts"],
  picocolors: ["generator/cli/terminal.ts"],
  "apache-arrow": ["generator/cli/run/read-input.ts"],
  esbuild: ["generator/project/config-file.ts"],
  valibot: ["generator/project/check-config.ts"],
};

/** Of the phases these alone see the machine: they load templates, the names of the kernel, a hash function. */
const NODE_IN_PHASES = ["generator/emit/emit-query.ts", "generator/emit/imports.ts", "generator/emit/render.ts"];

/** Expressions hold expressions, and queries queries: the functions for their parts call each other. */
const RECURSIVE = ["generator/sql", "generator/bind", "generator/emit"];

const LINES_MAX = 350;
const LINES_TYPICAL = 300;
/** Longer files, and why. */
const LONG: Readonly<Record<string, string>> = {
  "generator/diagnostics/catalogue.ts": "a table: every code",
  "generator/bind/bind-expr.ts": "a switch over every expression",
  "generator/emit/expr.ts": "a switch over every expression",
  "runtime/query.ts": "one class: all that a query can be asked in its life",
  "runtime/assembly/group-table.ts": "one class: its loops share fields that other files should not see",
  "runtime/assembly/case-data.ts": "a table: written by scripts/kernel-tables.ts",
  "runtime/interpreter/case-map.ts": "a table: written by scripts/kernel-tables.ts",
};

interface Import {
  /** A file relative to the root, or the name of a package. */
  readonly to: string;
  readonly isType: boolean;
  readonly isLazy: boolean;
}

interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

const files = ["generator", "runtime"].flatMap((folder) => sourcesOf(folder));
const assembly = files.filter(({ path }) => path.startsWith("runtime/assembly/"));
const others = files.filter((file) => !assembly.includes(file));
const generator = others.filter(({ path }) => path.startsWith("generator/"));
const runtime = others.filter(({ path }) => path.startsWith("runtime/"));
const phases = generator.filter(({ path }) => partOf(path) in PHASES);

function sourcesOf(folder: string): readonly SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true })
    .map((name) => posix.join(folder, String(name).replaceAll("\\", "/")))
    .filter(
      (path) =>
        path.endsWith(".ts") && !path.endsWith(".d.ts") && !path.includes("/dist/") && !path.includes("/node_modules/"),
    )
    .map((path) => {
      const text = readFileSync(join(ROOT, path), "utf8");
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
      return { path, lines: text.trimEnd().split("\n").length, tree, imports: importsOf(path, tree) };
    });
}

function importsOf(path: string, tree: ts.SourceFile): readonly Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isType: boolean, isLazy: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const { text } = specifier;
    const to = text.startsWith(".") ? posix.join(posix.dirname(path), text) : text;
    found.push({ to, isType, isLazy });
  };
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause), false);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, isTypeExport(node), false);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true, false);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false, true);
  });
  return found;
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  const named = clause.namedBindings;
  const allTypes =
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.every((e) => e.isTypeOnly);
  return clause.isTypeOnly || allTypes;
}

function isTypeExport({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean {
  const named = exportClause !== undefined && ts.isNamedExports(exportClause) ? exportClause.elements : [];
  return isTypeOnly || (named.length > 0 && named.every((element) => element.isTypeOnly));
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

/** `generator/emit/expr.ts` → `emit`, `generator/check.ts` → `check.ts` */
function partOf(path: string): string {
  return path.split("/")[1]!;
}

/** `file -> import` of every import that is not allowed. */
function breaches(of: readonly SourceFile[], isAllowed: (item: Import, file: SourceFile) => boolean): string[] {
  return of.flatMap((file) =>
    file.imports.filter((item) => !isAllowed(item, file)).map(({ to }) => `${file.path} -> ${to}`),
  );
}

test("every folder of the generator has its row", () => {
  const parts = new Set(generator.map(({ path }) => partOf(path)));
  expect([...parts].sort()).toEqual([...Object.keys(PHASES), ...Object.keys(BEHIND), ...LEAVES].sort());
});

test("no row allows what comes later", () => {
  const order = [...LEAVES, ...Object.keys(PHASES), ...Object.keys(BEHIND)];
  for (const [part, allowed] of Object.entries({ ...PHASES, ...BEHIND }))
    for (const other of allowed) expect(order.indexOf(other), `${part} -> ${other}`).toBeLessThan(order.indexOf(part));
});

describe("imports", () => {
  test("of the generator go back to earlier phases", () => {
    const found = breaches(generator, ({ to }, { path }) => {
      if (!to.startsWith("generator/")) return true;
      const [from, target] = [partOf(path), partOf(to)];
      if (from === target) return true;
      if (LEAVES.includes(from)) return false;
      return LEAVES.includes(target) || { ...PHASES, ...BEHIND }[from]!.includes(target);
    });
    expect(found).toEqual([]);
  });

  test("of the runtime are types, but for codes and what runs a query in memory", () => {
    const found = breaches(generator, ({ to, isType }, { path }) => {
      if (!to.startsWith("runtime/")) return true;
      if (partOf(path) in PHASES && isType) return to === PLAN_TYPES;
      return isType || (RUNTIME_VALUES[partOf(path)] ?? []).includes(to);
    });
    expect(found).toEqual([]);
  });

  test("of the runtime stay in it: no generator, no package, nothing of Node", () => {
    expect(breaches(runtime, ({ to }) => to.startsWith("runtime/"))).toEqual([]);
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(ROOT, "runtime/package.json"), "utf8"));
    expect([dependencies, peerDependencies]).toEqual([undefined, undefined]);
  });

  test("of the interpreter are its own, types, layouts and codes", () => {
    const shared = ["runtime/assembly/codes.ts", "runtime/assembly/layout.ts", "runtime/batch/arrow.ts"];
    const lane = runtime.filter(({ path }) => path.startsWith("runtime/interpreter/"));
    expect(lane.length).toBeGreaterThan(10);
    const isAllowed = ({ to, isType }: Import) =>
      isType || to.startsWith("runtime/interpreter/") || shared.includes(to);
    expect(breaches(lane, isAllowed)).toEqual([]);
  });

  test("of the interpreter lane into the runtime are lazy, so that nobody pays for it who does not use it", () => {
    const rest = runtime.filter(({ path }) => !path.startsWith("runtime/interpreter/"));
    expect(
      breaches(rest, ({ to, isType, isLazy }) => isType || isLazy || !to.startsWith("runtime/interpreter/")),
    ).toEqual([]);
  });

  test("of the kernel are its own", () => {
    expect(assembly.length).toBeGreaterThan(30);
    expect(breaches(assembly, ({ to }) => to.startsWith("runtime/assembly/"))).toEqual([]);
  });

  test("of packages are made in one place each, and are dependencies", () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const found = breaches(generator, ({ to, isType }, { path }) => {
      if (to.startsWith("generator/") || to.startsWith("runtime/") || to.startsWith("node:")) return true;
      const name = to.split("/")[0]!;
      return (isType || (PACKAGES[to] ?? []).includes(path)) && name in dependencies;
    });
    expect(found).toEqual([]);
  });

  test("of Node are made behind the phases", () => {
    expect(breaches(phases, ({ to }, { path }) => !to.startsWith("node:") || NODE_IN_PHASES.includes(path))).toEqual(
      [],
    );
  });

  test("form no circle, but where what they work on is recursive", () => {
    const byPath = new Map(others.map((file) => [file.path, file]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, above: readonly string[]) => {
      if (above.includes(path)) circles.push([...above.slice(above.indexOf(path)), path].join(" -> "));
      if (done.has(path) || above.includes(path)) return;
      const next = byPath.get(path)?.imports.filter(({ isType, isLazy }) => !isType && !isLazy) ?? [];
      for (const { to } of next) visit(to, [...above, path]);
      done.add(path);
    };
    for (const { path } of others) visit(path, []);
    const isRecursive = (circle: string) =>
      RECURSIVE.some((folder) => circle.split(" -> ").every((path) => posix.dirname(path) === folder));
    expect(circles.filter((circle) => !isRecursive(circle))).toEqual([]);
  });
});

describe("phases", () => {
  test("know no clock, no randomness, no process", () => {
    const forbidden = [
      "Math.random",
      "Date.now",
      "performance.now",
      "process.env",
      "process.cwd",
      "globalThis.process",
    ];
    expect(occurrences(phases, ts.isPropertyAccessExpression, (node) => forbidden.includes(node.getText()))).toEqual(
      [],
    );
    const isClock = (node: ts.NewExpression) => node.expression.getText() === "Date" && node.arguments?.length === 0;
    expect(occurrences(phases, ts.isNewExpression, isClock)).toEqual([]);
  });

  test("keep nothing between two calls but what they have loaded", () => {
    const lets = phases.flatMap(({ path, tree }) =>
      tree.statements
        .filter(ts.isVariableStatement)
        .filter(({ declarationList }) => (declarationList.flags & ts.NodeFlags.Const) === 0)
        .map((statement) => `${path}: ${statement.getText().split("\n")[0]}`),
    );
    const loaded = ["emit/imports.ts: let kernel", "emit/names.ts: let taken", "emit/render.ts: let loaded"];
    expect(lets.filter((text) => !loaded.some((known) => text.startsWith(`generator/${known}`)))).toEqual([]);
  });
});

test("no `any`, and no comment that switches a check off", () => {
  expect(occurrences(others, isAny, () => true)).toEqual([]);
  const silenced = /@ts-ignore|@ts-nocheck|@ts-expect-error|\bTODO\b|\bFIXME\b/;
  expect(others.filter(({ tree }) => silenced.test(commentsOf(tree))).map(({ path }) => path)).toEqual([]);
});

function isAny(node: ts.Node): node is ts.KeywordTypeNode {
  return node.kind === ts.SyntaxKind.AnyKeyword;
}

function occurrences<N extends ts.Node>(
  of: readonly SourceFile[],
  is: (node: ts.Node) => node is N,
  matches: (node: N) => boolean,
): readonly string[] {
  const found: string[] = [];
  for (const { path, tree } of of) {
    walk(tree, (node) => {
      if (!is(node) || !matches(node)) return;
      found.push(`${path}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${node.getText()}`);
    });
  }
  return found;
}

function commentsOf(tree: ts.SourceFile): string {
  const { text } = tree;
  const ranges = new Map<number, string>();
  walk(tree, (node) => {
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [])
      ranges.set(pos, text.slice(pos, end));
    for (const { pos, end } of ts.getTrailingCommentRanges(text, node.getEnd()) ?? [])
      ranges.set(pos, text.slice(pos, end));
  });
  return [...ranges.values()].join("\n");
}

describe("files", () => {
  test(`have at most ${LINES_MAX} lines, or a reason`, () => {
    const long = files.filter(({ lines }) => lines > LINES_MAX).map(({ path }) => path);
    expect(long.filter((path) => !(path in LONG))).toEqual([]);
    const short = files.filter(({ path, lines }) => path in LONG && lines <= LINES_TYPICAL).map(({ path }) => path);
    expect(short, "need no reason").toEqual([]);
  });

  test("have names in kebab-case", () => {
    const name = /^[a-z0-9]+(-[a-z0-9]+)*\.ts$/;
    expect(files.map(({ path }) => path).filter((path) => !name.test(posix.basename(path)))).toEqual([]);
  });
});

test("one name through all layers: operators have a file, a template and a place in the plan", () => {
  const operators = readdirSync(join(ROOT, "generator/emit/operators")).filter((file) =>
    /-(sink|source)\.ts$/.test(file),
  );
  expect(operators.length).toBeGreaterThan(1);
  for (const file of operators) {
    if (file === "aggregate-sink.ts") continue; // What both sinks share.
    const template = readFileSync(join(ROOT, "templates/operator", file.replace(/\.ts$/, ".hbs")), "utf8");
    expect(template.length).toBeGreaterThan(0);
    const name = file.replace(/\.ts$/, "").replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
    expect(readFileSync(join(ROOT, "generator/physical/plan.ts"), "utf8")).toContain(`"${name}"`);
  }
});

test("generated code imports the runtime and the kernel, and nothing else", () => {
  const folder = join(ROOT, "generated");
  const names = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /\.[jt]s$/.test(name));
  expect(names.length).toBeGreaterThan(10);
  const found = names.flatMap((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const allowed =
      name.endsWith("index.js") || name.endsWith(".d.ts") ? /^@millrace\/runtime(\/interpreter)?$/ : /^kernel\//;
    return ts
      .preProcessFile(text)
      .importedFiles.filter(({ fileName }) => !fileName.startsWith("./") && !allowed.test(fileName))
      .map(({ fileName }) => `${name} -> ${fileName}`);
  });
  expect(found).toEqual([]);
});

test("the reference model, which judges the others, reaches nothing of ours", () => {
  const byPath = new Map(sourcesOf("test").map((file) => [file.path, file]));
  const reached = new Set([...byPath.keys()].filter((path) => /^test\/reference\/(?!.*\.test\.ts$)/.test(path)));
  expect(reached.size).toBeGreaterThan(0);
  for (const path of reached) for (const { to } of byPath.get(path)?.imports ?? []) reached.add(to);
  expect([...reached].filter((path) => !path.startsWith("test/"))).toEqual([]);
});
