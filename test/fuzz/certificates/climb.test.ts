import { expect, test } from "vitest";
import { climb, KINDS } from "./climb.ts";

/** Mutations of each kind; `npm run fuzz -- certificates 1000` takes more. */
const MUTATIONS = 160;

test.each(KINDS)("mutations of certificates prove nothing false: %s", async (kind) => {
  const { tried, held, sharp, fault } = await climb(kind, MUTATIONS);
  expect(fault).toBeUndefined();
  expect(tried).toBe(MUTATIONS);
  if (process.env.TELL) console.log({ kind, tried, held, sharp });
  // Some mutations must still prove something, and some certificates the best value itself, or nothing is tried.
  expect(held).toBeGreaterThan(kind === "critical-path" ? -1 : 10);
  expect(sharp).toBeGreaterThan(0);
});
