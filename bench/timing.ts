/** Milliseconds of several runs of one piece of work. */
export interface Timing {
  readonly runs: number;
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
}

/** Runs `work` once to warm up and then `runs` times. */
export async function time(runs: number, work: () => unknown): Promise<Timing> {
  await work();
  const taken: number[] = [];
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    await work();
    taken.push(performance.now() - began);
  }
  taken.sort((a, b) => a - b);
  const round = (ms: number) => Math.round(ms * 100) / 100;
  return {
    runs,
    minimum: round(taken[0]),
    median: round(taken[Math.floor(runs / 2)]),
    maximum: round(taken[runs - 1]),
  };
}
