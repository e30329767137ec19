/**
 * Bundles what the packages ship: the command line and the API of `millrace` into `dist/`, `@millrace/runtime` into
 * `runtime/dist/`, each with its declarations; prints what the runtime weighs.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const shared = { absWorkingDir: root, bundle: true, format: "esm", write: false, logLevel: "warning" };
const forNode = { ...shared, platform: "node", target: "node20", packages: "external" };
const forAll = { ...shared, platform: "neutral", target: "es2022" };

const types = declarations(["generator/index.ts", "runtime/index.ts", "runtime/interpreter/lane.ts"]);
place(
  "dist",
  ["chunks", "types"],
  [
    ...(await bundled(forNode, { cli: "generator/cli/main.ts", index: "generator/index.ts" })),
    ...reachable(types, ["generator/index.d.ts"]).map(([name, text]) => [`types/${name}`, text]),
  ],
);
chmodSync(join(root, "dist/cli.js"), 0o755);
const runtimeTypes = reachable(types, ["runtime/index.d.ts", "runtime/interpreter/lane.d.ts"]);
place(
  "runtime/dist",
  ["."],
  [
    ...(await bundled(forAll, { index: "runtime/index.ts", interpreter: "runtime/interpreter/lane.ts" })),
    ...runtimeTypes.map(([name, text]) => [posix.relative("runtime", name), text]),
    ["LICENSE", readFileSync(join(root, "LICENSE"))],
  ],
);
for (const [name, entry] of [
  ["@millrace/runtime", "runtime/index.ts"],
  ["@millrace/runtime/interpreter", "runtime/interpreter/lane.ts"],
]) {
  const { outputFiles } = await build({ ...forAll, entryPoints: [entry], minify: true, outdir: "." });
  const gzipped = gzipSync(outputFiles[0].contents, { level: 9 }).length;
  console.log(`${name.padEnd(30)} ${(gzipped / 1024).toFixed(2).padStart(6)} KiB minified and gzipped`);
}

/** The entries and what they share, by file name. */
async function bundled(options, entryPoints) {
  const outdir = join(root, "out");
  const { outputFiles } = await build({
    ...options,
    entryPoints,
    outdir,
    splitting: true,
    chunkNames: "chunks/[hash]",
  });
  return outputFiles.map(({ path, contents }) => [posixPath(relative(outdir, path)), contents]);
}

/** Declarations of everything the files import, by path from the root; imports of `.ts` become imports of `.js`. */
function declarations(files) {
  const folder = mkdtempSync(join(tmpdir(), "millrace-types-"));
  try {
    const config = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: root,
        outDir: folder,
        typeRoots: [join(root, "node_modules/@types")],
        paths: { "assemblyscript/asc": [join(root, "generator/build/asc.d.ts")] },
      },
      files: files.map((file) => join(root, file)),
      include: [],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [tsc, "-p", folder], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
    const names = readdirSync(folder, { recursive: true })
      .map(posixPath)
      .filter((name) => name.endsWith(".d.ts"));
    return new Map(names.map((name) => [name, importsOfJs(readFileSync(join(folder, name), "utf8"))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function importsOfJs(text) {
  return text.replace(/(from |import\()"(\.{1,2}\/[^"]*)\.ts"/g, '$1"$2.js"');
}

/** The declarations that the entries lead to, with them. */
function reachable(types, entries) {
  const found = new Map();
  const visit = (name) => {
    const text = types.get(name);
    if (found.has(name) || text === undefined) return;
    found.set(name, text);
    for (const [, , path] of text.matchAll(/(from |import\()"(\.{1,2}\/[^"]*)\.js"/g))
      visit(posix.join(posix.dirname(name), `${path}.d.ts`));
  };
  entries.forEach(visit);
  return [...found];
}

/** Writes the files; what else stands in the folders named `own` is of an earlier build. */
function place(folder, own, files) {
  const names = new Set(files.map(([name]) => name));
  for (const [name, content] of files) {
    const path = join(root, folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  for (const part of own) {
    const base = join(root, folder, part);
    if (!existsSync(base)) continue;
    for (const entry of readdirSync(base, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && !names.has(posixPath(relative(join(root, folder), path)))) rmSync(path);
    }
  }
}

function posixPath(path) {
  return path.replaceAll("\\", "/");
}
