import { expect, test } from "vitest";
import { drawn } from "../../support/drawn.ts";
import { climb, KINDS } from "./climb.ts";

/** Mutations of each kind; more of those that are quick. `npm run fuzz -- certificates 10000` takes as many as one likes. */
const MUTATIONS = drawn(600);
const QUICK: ReadonlySet<string> = new Set([
  ...["level-prices", "reachable-sums"],
  ...["energy-prices", "busy-prices", "late-prices", "rent-prices"],
]);

test.each(KINDS)(
  "mutations of certificates prove nothing false: %s",
  { timeout: 600_000 },
  async (kind) => {
    const mutations = (QUICK.has(kind) ? 4 : 1) * MUTATIONS;
    const { tried, held, sharp, fault } = await climb(kind, mutations);
    expect(fault).toBeUndefined();
    expect(tried).toBe(mutations);
    if (process.env.TELL) console.log({ kind, tried, held, sharp });
    // Some mutations must still prove something, and some certificates the best value itself, or nothing is tried.
    expect(held).toBeGreaterThan(kind === "critical-path" ? -1 : 10);
    expect(sharp).toBeGreaterThan(0);
  },
);
