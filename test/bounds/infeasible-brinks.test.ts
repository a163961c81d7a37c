import { describe, expect, test } from "vitest";
import { lateWork } from "../../src/bounds/infeasible/late-work.ts";
import { overworked } from "../../src/bounds/infeasible/overworked.ts";
import { tooFew } from "../../src/bounds/infeasible/too-few.ts";
import { bestBound } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";

/** Pieces of such sizes on so many bins of one size. */
const bins = (count: number, size: number, pieces: readonly number[]) =>
  parseInstance({
    mode: "placement",
    resources: [{ id: "bin", count, capacity: { size } }],
    tasks: pieces.map((one, t) => ({ id: `p${t}`, demand: { size: one } })),
  });

describe("pieces that do not fit as they are cut", () => {
  test.each([
    ["exact halves", 2, 10, [5, 5, 5, 5]],
    ["exact thirds", 1, 9, [3, 3, 3]],
    ["exact quarters beside a half", 1, 8, [2, 2, 4]],
    ["what is left beside a large piece is just the small one", 1, 10, [8, 2]],
    ["the same in thousandths", 2, 1.001, [1, "1m", 1, "1m"] as never],
    ["a piece that is smaller than what large ones leave", 2, 10, [8, 2, 3, 7]],
    ["pieces of nothing", 1, 10, [0, 10, 0]],
  ])("%s fill bins to the brim", (_, count, size, pieces) => {
    expect(tooFew(bins(count, size, pieces))).toBeUndefined();
  });

  test.each([
    ["half", 2, 10, [6, 6, 6]],
    ["1/3", 1, 9, [4, 4, "1m"] as never],
  ])("a thousandth or more above %s is too much together", (share, count, size, pieces) => {
    const sentence = tooFew(bins(count, size, pieces));
    if (share === "half") expect(sentence).toContain("at most 1 of what exceeds half of its size");
    else expect(sentence).toBeUndefined();
  });

  test("what is left beside large pieces is of no use to a third", () => {
    expect(tooFew(bins(2, 10, [8, 8, 3]))).toMatch(/at most 3 of .* 1\/4 .* 7 .* room for 6\.$/);
    expect(tooFew(bins(2, 10, [9, 9, 2]))).toMatch(/at most 5 of .* 1\/6 .* 11 .* room for 10\.$/);
  });
});

/** One at a time on one resource. */
const alone = (tasks: readonly object[]) =>
  parseInstance({ mode: "batch", exclusive: true, resources: [{ id: "h" }], tasks });

describe("what must have ended by some time", () => {
  test("leaves out what may end later", () => {
    const x = { id: "x", runtime: "2s", deadline: "2s" };
    const later = [{}, { deadline: "7s" }].map((more) => ({ id: "y", runtime: "5s", ...more }));
    for (const y of later) expect(lateWork(alone([x, y]), bestBound)).toBeUndefined();
    const optional = { id: "y", runtime: "5s", deadline: "2s", optional: true };
    expect(lateWork(alone([x, optional]), bestBound)).toBeUndefined();
  });

  test("is told where it cannot have", () => {
    const due = (id: string) => ({ id, runtime: "2s", deadline: "3s" });
    expect(lateWork(alone([due("x"), due("y"), { id: "z", runtime: "9s" }]), bestBound)).toMatch(
      /^What must have ended by 3s ends at 4s at the earliest /,
    );
  });
});

describe("more work than there is time for", () => {
  const night = (c: object, deadline = "3s") =>
    parseInstance({
      mode: "batch",
      resources: [{ id: "h", capacity: { cpu: 1 } }],
      tasks: [
        { id: "a", demand: { cpu: 1 }, runtime: "3s", deadline, optional: true },
        { id: "b", demand: { cpu: 1 }, runtime: "3s", deadline },
        { id: "c", demand: { cpu: 1 }, runtime: "0s", after: "a", ...c },
      ],
    });

  test("counts an optional task only where something that must run waits for it", () => {
    expect(overworked(night({}))).toMatch(/^What must run from 0s to 3s needs at least 6 cpu/);
    expect(overworked(night({}, "6s"))).toBeUndefined();
    expect(overworked(night({ optional: true }))).toBeUndefined();
  });
});
