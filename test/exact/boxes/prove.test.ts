import { expect, test } from "vitest";
import { proveBoxes } from "../../../src/exact/boxes/prove.ts";
import { wholeRelaxation } from "../../../src/program/whole-multipliers.ts";
import { highs } from "../../../src/solvers/highs.ts";
import { type BoxTree, boxTreeBound, type WholeFraction } from "../../../src/util/box-tree.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { enumerate, gapTypeD, randomProgram } from "../../solvers/programs.ts";
import { atLeast, drawn } from "../../support/drawn.ts";

const never = () => false;

/** More than one less than the whole number, so that no whole value is below it. */
const reaches = (value: number) => (bound: WholeFraction) =>
  bound.numerator > BigInt(value - 1) * bound.denominator;

const leavesOf = (tree: BoxTree): readonly BoxTree[] =>
  "column" in tree ? [...leavesOf(tree.below), ...leavesOf(tree.above)] : [tree];

test("proves the optimum of small integer programs, or that there is no point, and nothing more", async () => {
  const seen = { optimal: 0, empty: 0, split: 0, refuted: 0 };
  for (let seed = 0; seed < drawn(250); seed++) {
    const program = randomProgram(makeRandom(seed), { integer: 1, unbounded: false });
    const best = enumerate(program);
    const whole = wholeRelaxation(program)!;
    const settings = { solver: highs, nodes: 400, stopped: never };
    if (best === undefined) {
      const tree = await proveBoxes(program, { ...settings, isEnough: never });
      expect(tree, `seed ${seed}`).toBeDefined();
      expect(boxTreeBound(whole, tree!)).toBe("empty");
      seen.empty++;
      continue;
    }
    const value = best - program.offset;
    expect(
      await proveBoxes(program, { ...settings, isEnough: reaches(value + 1) }),
    ).toBeUndefined();
    const tree = await proveBoxes(program, { ...settings, isEnough: reaches(value) });
    expect(tree, `seed ${seed}`).toBeDefined();
    const bound = boxTreeBound(whole, tree!) as WholeFraction;
    expect(reaches(value)(bound), `seed ${seed}`).toBe(true);
    expect(bound.numerator <= BigInt(value) * bound.denominator).toBe(true);
    seen.optimal++;
    const leaves = leavesOf(tree!);
    if (leaves.length > 1) seen.split++;
    if (leaves.some((leaf) => "weight" in leaf && leaf.weight === 0)) seen.refuted++;
  }
  expect(seen.optimal).toBeGreaterThan(atLeast(80));
  expect(seen.empty).toBeGreaterThan(atLeast(30));
  expect(seen.split).toBeGreaterThan(atLeast(5));
  expect(seen.refuted).toBeGreaterThan(atLeast(1));
});

test("proves an assignment problem and stops when nodes or time end", async () => {
  const program = gapTypeD(3, 12, 5);
  const { point } = await highs.solve(program, {}, {});
  const settings = { solver: highs, nodes: 5000, stopped: never, isEnough: reaches(point!.value) };
  const tree = await proveBoxes(program, settings);
  const bound = boxTreeBound(wholeRelaxation(program)!, tree!) as WholeFraction;
  expect(reaches(point!.value)(bound)).toBe(true);
  expect(leavesOf(tree!).length).toBeGreaterThan(atLeast(2));
  expect(await proveBoxes(program, { ...settings, nodes: 2 })).toBeUndefined();
  expect(await proveBoxes(program, { ...settings, stopped: () => true })).toBeUndefined();
});
