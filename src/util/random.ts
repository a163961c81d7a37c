import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A seeded generator of random numbers: equal seeds give equal sequences on every machine. */
export interface Random {
  /** A uniform integer in [low, high], both inclusive. */
  int(low: number, high: number): number;
  /** A uniform double in [0, 1) with 32 random bits. */
  unit(): number;
  /** Shuffles in place (Fisher-Yates). */
  shuffle<T>(items: T[]): T[];
}

/**
 * `seed` is truncated to a 32-bit integer. The first numbers of near seeds are near as well (two or three of `unit`): where seeds stand
 * for independent samples, so many are left out first.
 */
export function makeRandom(seed: number, leftOut = 0): Random {
  const generator = xoroshiro128plus(seed | 0);
  for (let i = 0; i < leftOut; i++) generator.next();
  const int = (low: number, high: number) => uniformInt(generator, low, high);
  return {
    int,
    unit: () => int(0, 0xffff_ffff) / 0x1_0000_0000,
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = int(0, i);
        const held = items[i] as (typeof items)[number];
        items[i] = items[j] as (typeof items)[number];
        items[j] = held;
      }
      return items;
    },
  };
}
