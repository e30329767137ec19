/**
 * The part of the AssemblyScript compiler's API that millrace uses. Its own declarations pull in the compiler's
 * sources with thousands of type errors and leak globals such as `i32`; tsconfig `paths` maps the import here.
 */
export interface AscApi {
  readonly readFile: (name: string, baseDir: string) => string | null;
  readonly writeFile: (name: string, contents: string | Uint8Array, baseDir: string) => void;
  readonly listFiles: (dir: string, baseDir: string) => string[] | null;
  readonly reportDiagnostic?: (diagnostic: AscDiagnostic) => void;
}

export interface AscDiagnostic {
  readonly message: string;
  readonly category: number;
  readonly range: {
    readonly start: number;
    readonly end: number;
    readonly source: { readonly normalizedPath: string };
  } | null;
}

export interface AscResult {
  readonly error: Error | null;
  readonly stderr: { toString(): string };
}

declare const asc: {
  readonly version: string;
  main(argv: readonly string[], api: AscApi): Promise<AscResult>;
};
export default asc;
