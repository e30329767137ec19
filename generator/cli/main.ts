#!/usr/bin/env node
/** The `millrace` command. */
import { renderDiagnostics } from "../diagnostics/render.ts";
import { Sources } from "../diagnostics/span.ts";
import { unwritable } from "../project/problem.ts";
import { ENVIRONMENT, FINE } from "./exit.ts";
import { runMillrace } from "./program.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // Whoever reads our output may stop reading; what is left to say has nobody to be said to.
  if (error.code === "EPIPE") process.exit(FINE);
  process.stderr.write(renderDiagnostics(unwritable("stdout", error).diagnostics, 0, new Sources([])));
  process.exit(ENVIRONMENT);
});
process.exitCode = await runMillrace(process.argv.slice(2));
