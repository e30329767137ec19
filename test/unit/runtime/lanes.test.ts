import { beforeAll, describe, expect, it } from "vitest";
import { type AnyDefinition, compiledWasm, defined, RATIOS, row, SUMS } from "./queries.ts";

let sums: AnyDefinition;
let other: WebAssembly.Module;

beforeAll(async () => {
  sums = await defined(SUMS);
  // The smallest module there is: it exports nothing.
  other = await WebAssembly.compile(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
});

describe("which lane runs is in the metadata", () => {
  it("the compiled one unless something else is said", async () => {
    const { metadata } = await sums.open();
    expect(metadata).toMatchObject({ lane: "wasm", compiledPipelineCount: 2, fallbackPipelineCount: 0, fallbacks: [] });
    expect(metadata.linkTimeMs).toBeGreaterThanOrEqual(0);
  });

  it("the interpreter where it is asked for, which is no fallback", async () => {
    const query = await sums.open({ lane: "interpret" });
    expect(query.metadata).toMatchObject({ lane: "interpret", compiledPipelineCount: 0, fallbackPipelineCount: 2 });
    expect(query.metadata.fallbacks).toEqual([]);
    expect(query.metrics().lane).toBe("interpret");
  });

  it("a module that cannot be loaded is refused, or falls back where that was allowed and says why", async () => {
    const wasm = new Uint8Array([1, 2, 3]);
    await expect(sums.open({ wasm })).rejects.toMatchObject({ code: "MR7001" });
    const query = await sums.start({ wasm, fallback: "interpret" });
    expect(query.metadata).toMatchObject({ lane: "interpret", fallbackPipelineCount: 2 });
    expect(query.metadata.fallbacks).toHaveLength(2);
    expect(query.metadata.fallbacks[0]!.reason).toContain("MR7001");
    query.submit("s", [row(1), row(11)]);
    expect(query.pollOutput()).toHaveLength(1);
    await query.stop();
  });

  it("a module of something else is refused before it sees a row", async () => {
    await expect(sums.open({ wasm: other })).rejects.toMatchObject({ code: "MR7001", message: /ABI/ });
    const oldAbi = new Uint8Array([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...[1, 5, 1, 0x60, 0, 1, 0x7f], // () -> i32
      ...[3, 2, 1, 0],
      ...[7, 7, 1, 3, 0x61, 0x62, 0x69, 0, 0], // export "abi"
      ...[10, 6, 1, 4, 0, 0x41, 1, 0x0b], // 1
    ]);
    await expect(sums.open({ wasm: oldAbi })).rejects.toMatchObject({ code: "MR7001", message: /another ABI/ });
    const imports = "AGFzbQEAAAABBAFgAAACBwEBZQFmAAA=";
    const importing = await WebAssembly.compile(Buffer.from(imports, "base64"));
    await expect(sums.open({ wasm: importing })).rejects.toMatchObject({ code: "MR7001", message: /imports `e\.f`/ });
  });

  it("the module of another query is refused by its plan", async () => {
    const ratios = await compiledWasm(RATIOS);
    await expect(sums.open({ wasm: ratios })).rejects.toMatchObject({ code: "MR7001", message: /another plan/ });
  });
});
