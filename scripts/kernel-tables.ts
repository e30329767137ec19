/**
 * Writes the tables of the kernel that are computed rather than written. Run from the repository's root:
 *   npx esbuild scripts/kernel-tables.ts --bundle --platform=node --format=esm | node --input-type=module
 */
import { writeFileSync } from "node:fs";
import { caseMapFiles } from "./tables/case-map.ts";
import { powerTableFile } from "./tables/power-table.ts";

for (const [path, text] of [powerTableFile(), ...caseMapFiles()]) writeFileSync(path, text);
