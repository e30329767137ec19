/**
 * What a query uses of the language, read off its syntax tree, and what the language has, read off the declarations of
 * that tree: so the table of R3 cannot fall behind the parser.
 */
import { Project, type Type } from "ts-morph";
import { DiagnosticBag } from "../../generator/diagnostics/diagnostic.ts";
import { parse } from "../../generator/sql/parser.ts";

/** Tree nodes that stand for what was refused, and parts that say where something is rather than what. */
const NOT_LANGUAGE = new Set([
  "RefusedStatement",
  "BadFrom",
  "BadExpr",
  "isWhole",
  "span",
  "keySpan",
  "valueSpan",
  "textSpan",
  "opSpan",
  "itemsSpan",
  "columnsEnd",
  "comment",
  "quoted",
  "composed",
]);

/** `Select.having`, `Is.not`, `Emit.mode=final` …: parts that a query may have or not, and values of closed sets. */
export function featuresOf(sql: string): Set<string> {
  const features = new Set<string>();
  const visit = (name: string, value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(name, each);
    else if (typeof value === "object" && value !== null) {
      const kind = (value as { kind?: string }).kind ?? name;
      features.add(kind);
      for (const [part, child] of Object.entries(value)) {
        if (NOT_LANGUAGE.has(part) || part === "kind") continue;
        if (
          child === true ||
          (typeof child === "object" && child !== null && !(Array.isArray(child) && child.length === 0))
        )
          features.add(`${kind}.${part}`);
        if (typeof child === "string") features.add(`${kind}.${part}=${child}`);
        visit(part, child);
      }
    }
  };
  visit("Statement", parse({ file: "query.sql", text: sql }, new DiagnosticBag()));
  return features;
}

/** Every feature that `generator/sql/ast.ts` can express. */
export function languageFeatures(): Set<string> {
  const project = new Project({ tsConfigFilePath: "tsconfig.json", skipAddingFilesFromTsConfig: true });
  const file = project.addSourceFileAtPath("generator/sql/ast.ts");
  const features = new Set<string>();
  for (const name of ["Statement", "SelectItem", "FromItem", "Expr"])
    addNodes(file.getTypeAliasOrThrow(name).getType(), features);
  for (const name of ["Query", "Select"])
    addParts(name.toLowerCase(), file.getInterfaceOrThrow(name).getType(), features);
  for (const [name, node] of [
    ["emit", "Emit"],
    ["args", "WindowArg"],
  ] as const)
    addParts(name, file.getInterfaceOrThrow(node).getType(), features);
  return features;
}

function addNodes(union: Type, features: Set<string>): void {
  for (const node of union.getUnionTypes()) {
    if (NOT_LANGUAGE.has(node.getSymbol()?.getName() ?? "")) continue;
    const kind = literal(partType(node, "kind"));
    features.add(kind);
    addParts(kind, node, features);
  }
}

function addParts(kind: string, node: Type, features: Set<string>): void {
  for (const property of node.getProperties()) {
    const part = property.getName();
    if (NOT_LANGUAGE.has(part) || part === "kind") continue;
    const type = partType(node, part);
    if (type.isBoolean() || type.isNullable() || type.isReadonlyArray()) features.add(`${kind}.${part}`);
    const values = type.getUnionTypes().filter((each) => each.isStringLiteral());
    for (const value of values) features.add(`${kind}.${part}=${literal(value)}`);
  }
}

function partType(node: Type, part: string): Type {
  return node.getPropertyOrThrow(part).getValueDeclarationOrThrow().getType();
}

function literal(type: Type): string {
  return type.getLiteralValueOrThrow() as string;
}
