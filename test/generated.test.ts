/** The text committed under `generated/` is what a build of the examples writes today, byte for byte. */
import { beforeAll, expect, test } from "vitest";
import { ensureDist, ROOT } from "./cli/dist.ts";
import { millrace, objectsOf, summaryOf } from "./cli/millrace.ts";

beforeAll(ensureDist);

test("generated/ is up to date; if not: npm run build", async () => {
  const ran = await millrace(["build", "--frozen", "--json"], { cwd: ROOT });
  const stale = objectsOf(ran).filter(({ type }) => type === "stale");
  expect(
    stale.map(({ file }) => file),
    ran.stderr,
  ).toEqual([]);
  expect(summaryOf(ran)).toMatchObject({ exit: 0, queries: 9 });
}, 180_000);
