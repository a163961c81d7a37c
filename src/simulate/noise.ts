import { makeRandom } from "../util/random.ts";

/** How far true runtimes stray: by a factor with mean 1 for each task copy. */
export interface Noise {
  /** uniform: evenly from 1 - level to 1 + level; lognormal: with that coefficient of variation, so sometimes far more. */
  readonly shape: "lognormal" | "uniform";
  /** From 0 to 1; 0 for none. */
  readonly level: number;
}

/** Numbers to leave out before seeds one apart have nothing in common. */
export const INDEPENDENT = 16;

/** The factor of each task copy, by its number; equal seeds give equal factors whatever the rest of the run is. */
export function noiseFactors({ shape, level }: Noise, seed: number, copies: number): Float64Array {
  const factors = new Float64Array(copies).fill(1);
  if (level === 0) return factors;
  const { unit } = makeRandom(seed, INDEPENDENT);
  const variance = Math.log(1 + level * level);
  const draw = {
    uniform: () => 1 - level + 2 * level * unit(),
    lognormal: () => Math.exp(Math.sqrt(variance) * normal(unit) - variance / 2),
  }[shape];
  return factors.map(draw);
}

/** A standard normal deviate: Box and Muller, 1958, doi:10.1214/aoms/1177706645. */
function normal(unit: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - unit()));
  return radius * Math.cos(2 * Math.PI * unit());
}
