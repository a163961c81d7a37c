import { expect, test } from "vitest";
import { downtimesOf } from "../../src/simulate/failures.ts";
import { noiseFactors } from "../../src/simulate/noise.ts";

const SEEDS = Array.from({ length: 400 }, (_, i) => i + 1);

/** Mean and standard deviation. */
function moments(values: readonly number[]): readonly [number, number] {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const squares = values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / values.length)];
}

test.each([0, 1, 2])("the factor %d varies from seed to seed as the noise says", (copy) => {
  const drawn = (shape: "uniform" | "lognormal") =>
    moments(SEEDS.map((seed) => noiseFactors({ shape, level: 0.3 }, seed, 3)[copy] as number));
  const [mean, spread] = drawn("uniform");
  expect(mean).toBeCloseTo(1, 1);
  expect(spread).toBeCloseTo(0.3 / Math.sqrt(3), 1);
  const [logMean, logSpread] = drawn("lognormal");
  expect(logMean).toBeCloseTo(1, 1);
  expect(logSpread).toBeCloseTo(0.3, 1);
});

test("the first failure varies from seed to seed and from copy to copy", () => {
  const first = (seed: number, copy: number) => {
    const [[from] = [0]] = downtimesOf({ between: 1000, repair: 10 }, seed, copy);
    return from;
  };
  for (const times of [SEEDS.map((seed) => first(seed, 0)), SEEDS.map((copy) => first(1, copy))]) {
    const [mean, spread] = moments(times);
    // Exponential: the deviation is the mean.
    expect(mean).toBeGreaterThan(850);
    expect(mean).toBeLessThan(1150);
    expect(spread).toBeGreaterThan(800);
    expect(spread).toBeLessThan(1200);
  }
});
