/** For the default branch of a switch over `kind`: reached only by a value that is not what its type says. */
export function assertNever(value: never, what: string): never {
  const { kind } = value as { readonly kind?: unknown };
  throw new Error(`the interpreter does not know this ${what}: ${String(kind)}`);
}
