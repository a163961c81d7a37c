import { expect, test } from "vitest";
import { AdaptiveWeights } from "../../../src/heuristics/lns/adaptive-weights.ts";
import { KINDS, type NeighbourhoodKind } from "../../../src/heuristics/lns/neighbourhood.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { drawn } from "../../support/drawn.ts";

/** How often each kind is chosen in many draws. */
function shares(
  weights: AdaptiveWeights,
  random: Random,
  draws = 2000,
): Map<NeighbourhoodKind, number> {
  const seen = new Map<NeighbourhoodKind, number>(KINDS.map((kind) => [kind, 0]));
  for (let i = 0; i < draws; i++) {
    const { kind } = weights.choose(random);
    seen.set(kind, (seen.get(kind) ?? 0) + 1 / draws);
  }
  return seen;
}

/** The size that a kind has now, by drawing until it comes up. */
function sizeOf(weights: AdaptiveWeights, kind: NeighbourhoodKind): number {
  const random = makeRandom(1);
  for (let i = 0; i < 10_000; i++) {
    const chosen = weights.choose(random);
    if (chosen.kind === kind) return chosen.size;
  }
  throw new Error(`${kind} never came up`);
}

test("at first all kinds are equally likely and of one size", () => {
  const weights = new AdaptiveWeights();
  for (const share of shares(weights, makeRandom(3)).values()) {
    expect(Math.abs(share - 1 / KINDS.length)).toBeLessThan(0.05);
  }
  expect(KINDS.map((kind) => sizeOf(weights, kind))).toEqual(KINDS.map(() => 400));
});

test("a kind that brings nothing becomes rare but never dies, one that brings plans comes back", () => {
  const weights = new AdaptiveWeights();
  const [poor, ...others] = KINDS;
  for (let i = 0; i < 500; i++) {
    weights.learn({ kind: poor, better: false, solved: true });
    for (const kind of others) weights.learn({ kind, better: true, solved: true });
  }
  // Weights 0.05 against three of 1.
  const rare = shares(weights, makeRandom(5), 20_000).get(poor) ?? 0;
  expect(rare).toBeGreaterThan(0.008);
  expect(rare).toBeLessThan(0.03);
  for (let i = 0; i < 40; i++) weights.learn({ kind: poor, better: true, solved: true });
  expect(shares(weights, makeRandom(6)).get(poor)).toBeGreaterThan(0.2);
});

test("without any success all kinds stay in play, equally", () => {
  const weights = new AdaptiveWeights();
  for (let i = 0; i < 2000; i++) {
    for (const kind of KINDS) weights.learn({ kind, better: false, solved: i % 2 === 0 });
  }
  for (const share of shares(weights, makeRandom(7)).values()) {
    expect(Math.abs(share - 1 / KINDS.length)).toBeLessThan(0.05);
  }
});

test("a size grows after an end without a better plan, shrinks after a limit, and keeps its ends", () => {
  const weights = new AdaptiveWeights();
  const [kind] = KINDS;
  weights.learn({ kind, better: false, solved: true });
  expect(sizeOf(weights, kind)).toBe(500);
  weights.learn({ kind, better: true, solved: true });
  expect(sizeOf(weights, kind)).toBe(500);
  weights.learn({ kind, better: true, solved: false });
  expect(sizeOf(weights, kind)).toBe(350);
  for (let i = 0; i < 300; i++) weights.learn({ kind, better: false, solved: true });
  expect(sizeOf(weights, kind)).toBe(20_000);
  for (let i = 0; i < 300; i++) weights.learn({ kind, better: false, solved: false });
  expect(sizeOf(weights, kind)).toBe(60);
  expect(KINDS.slice(1).map((other) => sizeOf(weights, other))).toEqual([400, 400, 400]);
});

test("random trials keep weights and sizes within their ends, and equal seeds choose alike", () => {
  const run = (seed: number) => {
    const [random, weights] = [makeRandom(seed), new AdaptiveWeights()];
    return Array.from({ length: 400 }, () => {
      const { kind, size } = weights.choose(random);
      expect(KINDS).toContain(kind);
      expect(size).toBeGreaterThanOrEqual(60);
      expect(size).toBeLessThanOrEqual(20_000);
      const [better, solved] = [random.int(0, 3) === 0, random.int(0, 2) > 0];
      weights.learn({ kind, better, solved });
      return `${kind} ${size}`;
    });
  };
  for (let seed = 0; seed < drawn(20); seed++) expect(run(seed)).toEqual(run(seed));
  expect(run(1)).not.toEqual(run(2));
});
