import { expect, test } from "vitest";
import { provesInfeasible } from "../../../src/bounds/registry.ts";
import { refutePacking } from "../../../src/exact/packing/refute.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { plan } from "../../../src/planner/plan.ts";
import { highs } from "../../../src/solvers/highs.ts";
import { makeRandom } from "../../../src/util/random.ts";

interface Bins {
  /** By kind of bin: how many, and room by dimension. */
  readonly bins: readonly { readonly count: number; readonly room: readonly number[] }[];
  /** Sizes by dimension; a part that is left out if it does not fit is optional. */
  readonly parts: readonly { readonly size: readonly number[]; readonly optional: boolean }[];
}

const NAMES = ["cpu", "memory"] as const;
const named = (amounts: readonly number[]) =>
  Object.fromEntries(amounts.map((amount, d) => [NAMES[d], d === 0 ? amount : `${amount}MiB`]));

function documentOf({ bins, parts }: Bins, more: object = {}) {
  return {
    mode: "placement",
    objectives: ["cost"],
    resources: bins.map(({ count, room }, r) => ({
      ...{ id: `bin${r}`, count, capacity: named(room), fixed_price: r + 1 },
    })),
    tasks: parts.map(({ size, optional }, t) => ({
      ...{ id: `part${t}`, demand: named(size), optional },
    })),
    ...more,
  };
}

/** Whether all mandatory parts go somewhere, by trying everything: bins that are alike are tried once. */
function fits({ bins, parts }: Bins): boolean {
  const left = bins.flatMap(({ count, room }) => Array.from({ length: count }, () => room.slice()));
  const needed = parts
    .filter(({ optional }) => !optional)
    .sort((a, b) => b.size[0] - a.size[0])
    .map(({ size }) => size);
  const place = (at: number): boolean => {
    if (at === needed.length) return true;
    const seen = new Set<string>();
    for (const room of left) {
      const key = room.join();
      if (seen.has(key) || room.some((one, d) => one < needed[at][d])) continue;
      seen.add(key);
      needed[at].forEach((one, d) => {
        room[d] -= one;
      });
      const placed = place(at + 1);
      needed[at].forEach((one, d) => {
        room[d] += one;
      });
      if (placed) return true;
    }
    return false;
  };
  return place(0);
}

/** Parts of a sixth to a half of a bin, in as many bins as their sum needs or nearly so. */
function randomBins(seed: number): Bins {
  const random = makeRandom(seed);
  const dimensions = random.int(1, 2);
  const room = random.int(0, 1) === 0 ? 100 : 1000;
  const amounts = (low: number, high: number) =>
    Array.from({ length: dimensions }, () => Math.ceil((room * random.int(low, high)) / 100));
  const parts = Array.from({ length: random.int(6, 12) }, () => ({
    ...{ size: amounts(17, 60), optional: random.int(0, 9) === 0 },
  }));
  const whole = new Array<number>(dimensions).fill(room);
  const sum = parts.reduce((all, { size, optional }) => all + (optional ? 0 : size[0]), 0);
  const count = Math.max(1, Math.ceil(sum / room) + random.int(0, 1));
  const more = random.int(0, 2) === 0 ? [{ count: 1, room: amounts(30, 70) }] : [];
  return { bins: [{ count, room: whole }, ...more], parts };
}

async function sentenceOf(document: object): Promise<string | undefined> {
  const settings = { solver: highs, nodes: 100, stopped: () => false };
  for await (const sentence of refutePacking(parseInstance(document), settings)) {
    if (sentence !== undefined) return sentence;
  }
  return undefined;
}

test("what is refuted does not fit, and more is refuted than sums and dual feasible functions show", async () => {
  const seen = { fits: 0, refuted: 0, alone: 0, open: 0 };
  for (let seed = 1; seed <= 100; seed++) {
    const bins = randomBins(seed);
    const sentence = await sentenceOf(documentOf(bins));
    if (fits(bins)) {
      expect(sentence, `seed ${seed}`).toBeUndefined();
      seen.fits++;
    } else if (sentence === undefined) seen.open++;
    else {
      seen.refuted++;
      if (provesInfeasible(parseInstance(documentOf(bins))) === undefined) seen.alone++;
    }
  }
  expect(seen.fits).toBeGreaterThan(20);
  expect(seen.alone).toBeGreaterThan(5);
  // What the program over fractions of configurations leaves open is rare.
  expect(10 * seen.open).toBeLessThan(seen.refuted);
});

/** Three of them rarely fill a bin: 379 do not go into four bins of 100, though no one measure of parts shows it. */
const TIGHT: Bins = {
  bins: [{ count: 4, room: [100] }],
  parts: [22, 27, 28, 28, 32, 37, 46, 48, 55, 56].map((one) => ({ size: [one], optional: false })),
};

test("bins too few by what goes together are refuted in words, with groups and a budget beside", async () => {
  expect(fits(TIGHT)).toBe(false);
  const told = /^At most 9 of the 10 pieces that must be placed fit on the resources/;
  expect(provesInfeasible(parseInstance(documentOf(TIGHT)))).toBeUndefined();
  const apart = documentOf(TIGHT).tasks.map((one, t) => (t < 2 ? { ...one, separate: "x" } : one));
  for (const more of [{}, { budget: 1000 }, { tasks: apart }]) {
    expect(await sentenceOf(documentOf(TIGHT, more))).toMatch(told);
  }
  const five = { ...TIGHT, bins: [{ count: 5, room: [100] }] };
  expect(await sentenceOf(documentOf(five))).toBeUndefined();
  const optional = TIGHT.parts.map((one, t) => ({ ...one, optional: t === 9 }));
  expect(await sentenceOf(documentOf({ ...TIGHT, parts: optional }))).toBeUndefined();
});

test("no plan is looked for where configurations show that there is none, whatever is minimised", async () => {
  for (const objectives of [["cost"], ["balance"], ["throughput"]]) {
    const document = documentOf(TIGHT, { objectives });
    const outcome = await plan(parseInstance(document), { workLimit: 5000, seed: 1 });
    expect(outcome.termination).toBe("infeasible");
    expect(outcome.notes[0]).toMatch(/^At most 9 of the 10 pieces/);
  }
});
