import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { climb, KINDS } from "./certificates/climb.ts";
import type { SeedReport } from "./worker.ts";

const USAGE = `npm run fuzz -- N [--seed S] [--threads K]
npm run fuzz -- certificates N [KIND...] [--seed S]

Solves N small random documents, the one of seed S first (default 1), and compares all that is said with what
trying everything says; or tries N random mutations of certificates of each kind, or
of those that are named.
Prints each fault with its seed and a small document; ends with 1 if there is any.`;

/** Seeds that a thread is given at once, and milliseconds in which one of them must end. */
const CHUNK = 20;
const PATIENCE = 300_000;
/** After so many faults there is enough to mend. */
const ENOUGH = 20;

const { total, first, threads, certificates, kinds } = readArguments();
const print = (line: string) => process.stdout.write(`${line}\n`);
if (certificates) process.exit(await climbAll());

const counts = new Map<string, number>();
const faults: SeedReport[] = [];
const began = performance.now();
let next = first;
let judged = 0;
/** Seeds that are given out and not yet judged. */
const open = new Set<number>();
/** Seeds that a lost thread left. */
let returned: number[] = [];

const timer = setInterval(tellProgress, process.stdout.isTTY ? 2000 : 30_000);
await Promise.all(Array.from({ length: threads }, () => runThread()));
clearInterval(timer);
tellProgress();
for (const [end, count] of [...counts].sort()) print(`${String(count).padStart(8)}  ${end}`);
print(`${judged} documents, ${faults.length} faults.`);
process.exit(faults.length > 0 ? 1 : 0);

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { seed: { type: "string" }, threads: { type: "string" } },
    });
    const whole = (text: string | undefined, otherwise: number) => {
      const number = text === undefined ? otherwise : Number(text);
      if (!Number.isSafeInteger(number) || number < 1) throw new Error(`${text} is no count.`);
      return number;
    };
    const certificates = positionals[0] === "certificates";
    const kinds = certificates ? positionals.slice(2) : [];
    const stray = kinds.find((kind) => !KINDS.includes(kind));
    if (stray !== undefined) throw new Error(`${stray} is no kind: ${KINDS.join(", ")}.`);
    return {
      certificates,
      kinds: kinds.length > 0 ? kinds : KINDS,
      total: whole(positionals[certificates ? 1 : 0], 1000),
      first: whole(values.seed, 1),
      threads: whole(values.threads, availableParallelism()),
    };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    process.exit(2);
  }
}

/** Mutations of the kinds of certificates; the exit code. */
async function climbAll(): Promise<number> {
  let faults = 0;
  for (const kind of kinds) {
    const { tried, held, sharp, fault } = await climb(kind, total, first);
    if (fault !== undefined) faults++;
    print(`${kind}: ${tried} mutations, ${held} prove something, ${sharp} sharp proofs`);
    if (fault !== undefined) print(`  proven and false: ${fault}`);
  }
  return faults > 0 ? 1 : 0;
}

/** One thread after another until all seeds are given out; one that does not answer is ended. */
function runThread(): Promise<void> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./worker.js", import.meta.url));
    let waiting: number[] = [];
    let patience: NodeJS.Timeout | undefined;
    const lose = (what: string) => {
      const [seed] = waiting;
      if (seed !== undefined) take({ seed, family: "?", end: "fault", fault: what });
      // The rest of the chunk is given to another thread, or nothing would be complete.
      const rest = waiting.slice(1);
      waiting = [];
      clearTimeout(patience);
      void worker.terminate();
      resolve(rest.length === 0 && next >= first + total ? undefined : againWith(rest));
    };
    const give = (seeds: number[]) => {
      waiting = seeds;
      for (const seed of seeds) open.add(seed);
      worker.postMessage(seeds);
      watch();
    };
    const watch = () => {
      clearTimeout(patience);
      patience = setTimeout(() => lose("no end after minutes"), PATIENCE);
    };
    const goOn = () => {
      const seeds = faults.length < ENOUGH ? takeChunk() : [];
      if (seeds.length > 0) give(seeds);
      else {
        clearTimeout(patience);
        void worker.terminate();
        resolve();
      }
    };
    worker.on("message", (report: SeedReport | "done") => {
      if (report === "done") goOn();
      else {
        waiting = waiting.filter((seed) => seed !== report.seed);
        take(report);
        watch();
      }
    });
    worker.on("error", (error) => lose(`the thread ended: ${error.message}`));
    goOn();
  });
}

function againWith(rest: number[]): Promise<void> {
  returned.push(...rest);
  return runThread();
}

function takeChunk(): number[] {
  if (returned.length > 0) {
    const seeds = returned;
    returned = [];
    return seeds;
  }
  const seeds = [];
  while (seeds.length < CHUNK && next < first + total) seeds.push(next++);
  return seeds;
}

function take(report: SeedReport): void {
  judged++;
  open.delete(report.seed);
  const key = `${report.family}: ${report.end}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
  if (report.fault === undefined) return;
  faults.push(report);
  print(`seed ${report.seed} (${report.family}): ${report.fault}`);
  print(JSON.stringify({ solve: report.solve, document: report.document }));
}

function tellProgress(): void {
  const seconds = (performance.now() - began) / 1000;
  const from = Math.min(next, ...open);
  const rest = first + total - from;
  const again = rest > 0 ? `; go on with: npm run fuzz -- ${rest} --seed ${from}` : "";
  print(
    `${judged} of ${total} in ${seconds.toFixed(0)} s (${(judged / seconds).toFixed(1)}/s), ` +
      `${faults.length} faults${again}`,
  );
}
