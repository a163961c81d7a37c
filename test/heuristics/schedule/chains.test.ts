import { expect, test } from "vitest";
import { chain } from "../../../src/heuristics/schedule/parts/chains.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { atLeast, drawn, first } from "../../support/drawn.ts";

interface Job {
  readonly job: number;
  readonly need: number;
  readonly start: number;
  readonly end: number;
}

/** Jobs that fit into `size` at all times. */
function packed(random: Random, size: number): Job[] {
  const jobs: Job[] = [];
  for (let job = 0; job < 12; job++) {
    const start = random.int(0, 12);
    const one = { job, need: random.int(1, size), start, end: start + random.int(1, 6) };
    if (mostOf([...jobs, one]) <= size) jobs.push(one);
  }
  return jobs;
}

/** The most that is needed at one time. */
function mostOf(jobs: readonly Job[]): number {
  const at = (time: number) =>
    jobs.reduce((sum, { need, start, end }) => sum + (start <= time && time < end ? need : 0), 0);
  return Math.max(0, ...jobs.map(({ start }) => at(start)));
}

/** The jobs with other runtimes and starts, each no earlier than all that it is linked to end. */
function moved(
  jobs: readonly Job[],
  links: readonly (readonly [number, number])[],
  random: Random,
) {
  const ends = new Map<number, number>();
  return [...jobs]
    .sort((a, b) => a.start - b.start || a.end - b.end || a.job - b.job)
    .map((one) => {
      const before = links.flatMap(([from, to]) =>
        to === one.job ? [ends.get(from) ?? Infinity] : [],
      );
      const start = Math.max(0, ...before) + (random.int(0, 1) === 0 ? 0 : random.int(0, 9));
      const end = start + random.int(1, 9);
      ends.set(one.job, end);
      return { ...one, start, end };
    });
}

test("while links are kept no more is needed than there is, however jobs move, and none is broken as they stand", () => {
  let links = 0;
  for (let seed = first; seed < first + drawn(2000); seed++) {
    const random = makeRandom(seed);
    const size = random.int(1, 4);
    const jobs = packed(random, size);
    const found: [number, number][] = [];
    chain(
      { size },
      random.shuffle([...jobs]),
      () => false,
      (before, after) => found.push([before, after]),
    );
    links += found.length;
    const of = (job: number) => jobs.find((one) => one.job === job) as Job;
    for (const [before, after] of found) {
      expect(of(before).end, `seed ${seed}`).toBeLessThanOrEqual(of(after).start);
    }
    for (let time = 0; time < 5; time++) {
      expect(mostOf(moved(jobs, found, random)), `seed ${seed}`).toBeLessThanOrEqual(size);
    }
  }
  expect(links).toBeGreaterThan(atLeast(5000));
});

test("what is waited for anyway hands over first, then what became free last", () => {
  const jobs = [
    { job: 0, need: 1, start: 0, end: 1 },
    { job: 1, need: 1, start: 0, end: 2 },
    { job: 2, need: 1, start: 0, end: 3 },
    { job: 3, need: 1, start: 3, end: 4 },
  ];
  const linksOf = (size: number, waits: (before: number, after: number) => boolean) => {
    const links: string[] = [];
    chain({ size }, jobs, waits, (before, after) => links.push(`${before} ${after}`));
    return links;
  };
  expect(linksOf(3, () => false)).toEqual(["2 3"]);
  expect(linksOf(3, (before) => before === 0)).toEqual(["0 3"]);
  // A part that nobody used yet is taken last.
  expect(linksOf(4, () => false)).toEqual(["2 3"]);
});
