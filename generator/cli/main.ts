#!/usr/bin/env node
/** The `millrace` command. */
import { runMillrace } from "./program.ts";

// Whoever reads our output may stop reading; what is left to say has nobody to be said to.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 3));
process.exitCode = await runMillrace(process.argv.slice(2));
