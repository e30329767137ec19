/** Ctrl-C: the first asks a run to finish its batch, the second ends the process. */
import type { Stop } from "./feed.ts";

/** 128 and the number of SIGINT, as shells count. */
const INTERRUPTED = 130;

export function stopOnInterrupt(): Stop & { readonly release: () => void } {
  let ask = (): void => undefined;
  const stop = { isAsked: false, asked: new Promise<void>((resolve) => (ask = resolve)) };
  const interrupt = () => {
    if (stop.isAsked) process.exit(INTERRUPTED);
    stop.isAsked = true;
    ask();
  };
  process.on("SIGINT", interrupt);
  return Object.assign(stop, { release: () => void process.off("SIGINT", interrupt) });
}
