/** `README.md`: the last complete report, and how to read it. */
export function readme(report: readonly string[]): string {
  return `# Benchmark

\`npm run bench\` measures everything (some minutes); \`npm run bench -- --quick\` smaller inputs in fewer rounds (under a
minute); \`--only WORD\` the workloads with WORD in their name. \`report.json\` holds the comparisons of the latest run. A
complete run writes this page anew: change \`readme.ts\`, not the page.

## The latest complete report

\`\`\`text
${report.join("\n")}
\`\`\`

## How to read it

- A ratio tells how many times faster ours is than the baseline, also where the unit is a time. It is taken in each
  round, in which the contestants run one after the other in changing order; the table shows the median and the
  quartiles. *noisy*: the quartiles lie further apart than 15 % of the median. Figures without ratio compare only within
  one run on one machine.
- Every figure is the whole path: from arrays, bytes or objects in the caller's hands to results that the caller has
  read. Linking the module and, for DuckDB, loading its table are outside. Each of our runs is a new instance of a module
  that the engine has already optimized, with memory that the system has yet to hand out page by page (C keeps its own
  from run to run); \`load\` shows what the first moment costs.
- \`submit\` is the part of \`ours\` that the calls of \`submit\` take, with all that they set going: writing the event into
  columns and, every 1,024 events, running the batch. The rest is the reading of results, one object per row.
- Figures are wall-clock times: on a machine that does something else besides they spread, and C, which runs in a process
  of its own, suffers less than an engine whose compiler and collector have threads.
- Before anything is timed, all contestants must give the same rows by a hash that does not depend on order; else the
  workload says MISMATCH, has no figure, and the exit code is 1.
- \`data\` and \`code\` are the first digits of the sha256 of the input and of the code fingerprint in \`manifest.json\`.

## The workloads

| workload | input |
|---|---|
| tumble | 10 s windows; COUNT, SUM, MAX per key. One million rows fall into a window; 10 % come up to 2 s after their turn, 0.1 % are late under a watermark delay of 4 s. Keys are uniform random ids; texts have 8 to 22 bytes. Record batches of 65,536 rows in, columns out |
| filter project | \`auction % 123 = 0\`, two columns |
| json bytes | lines as in the Nexmark benchmark, seven members of which three are read, in chunks of 64 KiB; columns out |
| submit | one call per event, objects in and out; a window closes every 100,000 events |
| interpreter lane | the same in the other lane |
| load | a fresh process per measurement |

## The baselines

| baseline | what it is |
|---|---|
| c | \`c/*.c\`: one fused loop per query, the same lateness test, watermark, exact 128-bit sums, order of results and growing tables; input is copied in slices of 4,096 rows as into an engine's own memory; \`cc -O3 -march=native\`. Without a compiler its cells are absent |
| duckdb | one thread, the batch query as one writes it, with \`time_bucket\`, over a table in memory (late rows marked beforehand), results as columns; for JSON its own reader over a file in the page cache. It keeps no watermark and judges no row |
| duckdb int | the same with windows numbered by integer division, which it does faster; not in \`report.json\` |
| js | a \`Map\` of windows and in each a \`Map\` of groups; numbers where ours has 64-bit integers, given as typed arrays of numbers; for JSON \`JSON.parse\` line by line |
`;
}
