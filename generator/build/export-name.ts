/** `busy-routes` → `busyRoutes`: the name under which a generated module exports its query. */
export function exportName(query: string): string {
  const words = query.split(/[^A-Za-z0-9_$]+/).filter((word) => word !== "");
  const joined = words.map((word, i) => (i === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join("");
  const name = joined === "" ? "query" : /^[0-9]/.test(joined) ? `_${joined}` : joined;
  return RESERVED.has(name) ? `${name}Query` : name;
}

/** `busyRoutes` → `BusyRoutes`: a type's name. */
export function typeNameOf(name: string): string {
  const exported = exportName(name);
  return exported[0]!.toUpperCase() + exported.slice(1);
}

const RESERVED: ReadonlySet<string> = new Set(
  (
    "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in " +
    "instanceof new null return super switch this throw true try typeof var void while with yield let static implements interface " +
    "package private protected public await async eval arguments undefined"
  ).split(" "),
);
