/** Files by pattern: `*` and `?` stay within a name, `**` spans folders. */
import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Paths relative to `root`, with `/`, sorted, each once. Hidden folders, `node_modules` and the folder `except` are not
 * searched, but for what a pattern spells out.
 */
export function findFiles(root: string, patterns: readonly string[], except: string): readonly string[] {
  const found = patterns.flatMap((pattern) => filesOf(root, pattern.replace(/^(\.\/)+/, ""), except));
  return [...new Set(found)].sort();
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function filesOf(root: string, pattern: string, except: string): readonly string[] {
  const plain = /^(?:[^*?]*\/)?/.exec(pattern)![0];
  if (plain === pattern || !/[*?]/.test(pattern)) return isFile(join(root, pattern)) ? [pattern] : [];
  const test = patternTest(pattern);
  return [...filesBelow(root, plain, except)].filter((file) => test.test(file));
}

/** `folder` is empty or ends in `/`. */
function* filesBelow(root: string, folder: string, except: string): Generator<string> {
  for (const entry of entriesOf(join(root, folder))) {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) {
      const isSearched = !entry.name.startsWith(".") && entry.name !== "node_modules" && path !== except;
      if (isSearched) yield* filesBelow(root, `${path}/`, except);
    } else if (entry.isFile() || (entry.isSymbolicLink() && isFile(join(root, path)))) yield path;
  }
}

/** A folder that is not there, or may not be read, has no files for us. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function patternTest(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|[*?]|[\\^$.|+()[\]{}]/g, (token) => {
    if (token === "**/") return "(?:[^/]+/)*";
    if (token === "**") return ".*";
    if (token === "*") return "[^/]*";
    return token === "?" ? "[^/]" : `\\${token}`;
  });
  return new RegExp(`^${source}$`, "u");
}
