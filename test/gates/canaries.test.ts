/** Each planted bug still finds the text that it changes; that its gate turns red is R23's to show. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Canary } from "../canary/canary.ts";

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const names = readdirSync(root("test/canary")).filter((name) => /^K\d+\.ts$/.test(name));

test("there are canaries", () => {
  expect(names.length).toBeGreaterThan(0);
});

test.each(names)("%s changes text that is there once", async (name) => {
  const { canary } = (await import(root(`test/canary/${name}`))) as { readonly canary: Canary };
  for (const { file, find } of canary.edits) expect(readFileSync(root(file), "utf8").split(find)).toHaveLength(2);
});
