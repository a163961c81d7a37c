import { describe, expect, it } from "vitest";
import { batch, boundOf, overall, runs } from "./bound-of.ts";

describe("makespan", () => {
  it("total work: 3 + 3 + 2 + 2 = 10 s on 3 copies need 3,334 ms", () => {
    const document = batch(runs(3, 3, 2, 2), [{ id: "a", count: 3 }], "makespan");
    expect(boundOf("total-work", document)).toBe(3334);
  });

  it("total work waits for late copies: 10 s on copies from 0 s and 4 s end at 7 s", () => {
    // T + (T - 4) >= 10.
    const resources = [{ id: "a" }, { id: "b", available: { from: "4s" } }];
    expect(boundOf("total-work", batch(runs(6, 4), resources, "makespan"))).toBe(7000);
  });

  it("total work from a release on: 3 + 3 s after 5 s end at 11 s, whatever came before", () => {
    const tasks = [
      { id: "x", runtime: "2s" },
      { id: "y", count: 2, runtime: "3s", release: "5s" },
    ];
    expect(boundOf("total-work", batch(tasks, [{ id: "a" }], "makespan"))).toBe(11_000);
    // On two copies, one of which opens at 7 s: 5 to 8 and 7 to 10 would be 6 s, but 9 s do: 4 + 2.
    const resources = [{ id: "a" }, { id: "b", available: { from: "7s" } }];
    expect(boundOf("total-work", batch(tasks, resources, "makespan"))).toBe(9000);
  });

  it("total work counts every replica, and no optional task", () => {
    const tasks = [
      { id: "x", runtime: { a: "3s", b: "5s" }, replicas: 2 },
      { id: "y", runtime: "9s", optional: true },
    ];
    const resources = [{ id: "a", count: 2 }, { id: "b" }];
    // 3 + 3 s over three copies.
    expect(boundOf("total-work", batch(tasks, resources, "makespan"))).toBe(2000);
    // One copy of each: 3 + 5 s over two.
    const single = [{ id: "a" }, { id: "b" }];
    expect(boundOf("total-work", batch(tasks, single, "makespan"))).toBe(4000);
  });

  it("total work of a colocated group goes where all of it may be", () => {
    const tasks = [
      { id: "x", runtime: "2s", colocate: "g", forbidden: ["b"] },
      { id: "y", count: 2, runtime: "3s", colocate: "g" },
    ];
    const document = batch(tasks, [{ id: "a" }, { id: "b", count: 3 }], "makespan");
    expect(boundOf("total-work", document)).toBe(8000);
  });

  it("total work of the tasks that may only use one resource", () => {
    const tasks = [
      { id: "x", count: 3, runtime: "4s", forbidden: ["b"] },
      { id: "y", runtime: "1s" },
    ];
    const document = batch(tasks, [{ id: "a" }, { id: "b", count: 9 }], "makespan");
    expect(boundOf("total-work", document)).toBe(12_000);
  });

  it("pigeonhole: of 3 tasks of 5 s, 4 s and 3 s on 2 copies two share one, 4 + 3 at least", () => {
    const document = batch(runs(5, 4, 3), [{ id: "a", count: 2 }], "makespan");
    expect(boundOf("pigeonhole", document)).toBe(7000);
  });

  it("pigeonhole with three on a copy: 5 equal tasks on 2 copies", () => {
    // q = 2: of the 5 longest one copy has 3.
    const document = batch(runs(2, 2, 2, 2, 2), [{ id: "a", count: 2 }], "makespan");
    expect(boundOf("pigeonhole", document)).toBe(6000);
  });

  it("a colocated group may begin with the member that is released first", () => {
    // x from 0 to 3 s, y from 10 to 11 s: 4 s of work from 0 s on, not from 10 s on.
    const tasks = [
      { id: "x", runtime: "3s", colocate: "g" },
      { id: "y", runtime: "1s", release: "10s", colocate: "g" },
    ];
    expect(boundOf("total-work", batch(tasks, [{ id: "a" }], "makespan"))).toBe(4000);
  });

  it("divisible tasks share all copies, so none of them is in a pigeonhole", () => {
    // 2 + 2 + 2 s in halves end at 3 s; whole ones at 4 s.
    const halves = runs(2, 2, 2).map((task) => ({ ...task, divisible: true }));
    const copies = [{ id: "a", count: 2 }];
    expect(boundOf("pigeonhole", batch(halves, copies, "makespan"))).toBeUndefined();
    const whole = runs(2, 2, 2);
    expect(boundOf("pigeonhole", batch(whole, copies, "makespan"))).toBe(4000);
    // Of whole ones beside it, nothing is lost: 3 + 2 s.
    const mixed = [...runs(4, 3, 2), { id: "d", runtime: "9s", divisible: true }];
    expect(boundOf("pigeonhole", batch(mixed, copies, "makespan"))).toBe(5000);
  });

  it("the longest task from its release on its quickest resource", () => {
    const tasks = [{ id: "x", release: "5s", runtime: { slow: "9s", fast: "3s" } }];
    const resources = [{ id: "slow" }, { id: "fast", available: { from: "6s" } }];
    // slow: 5 + 9 = 14; fast: max(5, 6) + 3 = 9.
    expect(boundOf("longest-task", batch(tasks, resources, "makespan"))).toBe(9000);
  });

  it("a replicated task ends with its second quickest zone", () => {
    const tasks = [
      { id: "x", replicas: { count: 2, across: "z" }, runtime: { a: "1s", b: "2s", c: "7s" } },
    ];
    const resources = ["a", "b", "c"].map((id) => ({ id, labels: { z: id === "c" ? "2" : "1" } }));
    expect(boundOf("longest-task", batch(tasks, resources, "makespan"))).toBe(7000);
  });

  it("a divisible task of 6 s shared by resources of speed 1 and 2 runs 2 s", () => {
    // Shares 1/3 and 2/3: 333,333 and 666,666 millionths are one short at 2,000 ms; so 2,001 ms.
    const tasks = [{ id: "x", divisible: true, runtime: { a: "6s", b: "3s" } }];
    const document = batch(tasks, [{ id: "a" }, { id: "b" }], "makespan");
    expect(boundOf("longest-task", document)).toBe(2001);
  });
});

describe("weighted completion", () => {
  it("on one machine it is Smith's optimum", () => {
    // 1 s with weight 2, then 3 s with weight 1: 2 x 1 + 1 x 4 = 6 weight seconds.
    const tasks = [
      { id: "x", runtime: "3s", weight: 1 },
      { id: "y", runtime: "1s", weight: 2 },
    ];
    const document = batch(tasks, [{ id: "a" }], "weighted-completion");
    expect(boundOf("parallel-machines", document)).toBe(6_000_000);
  });

  it("on two machines it is M(1) / 2 + M(n) / 4", () => {
    // Four of 2 s: M(1) = 2 + 4 + 6 + 8 = 20, M(n) = 8; 10 + 2 = 12, which the plan 2, 2, 4, 4 attains.
    const document = batch(runs(2, 2, 2, 2), [{ id: "a", count: 2 }], "weighted-completion");
    expect(boundOf("parallel-machines", document)).toBe(12_000_000);
  });
});

describe("cost", () => {
  const rented = (tasks: readonly object[], resources: readonly object[]) => ({
    mode: "placement",
    resources,
    tasks,
    objectives: ["cost"],
  });

  it("cheapest pairs plus as many fixed prices as the demand needs copies", () => {
    // 3 x 3 cpu on copies of 4 cpu: at least 3 copies of $2; pairs $1 each.
    const tasks = [{ id: "x", count: 3, demand: { cpu: 3 }, cost: 1 }];
    const document = rented(tasks, [{ id: "a", count: 5, capacity: { cpu: 4 }, fixed_price: 2 }]);
    expect(boundOf("cheapest-pairs-and-prices", document)).toBe(9_000_000);
  });

  it("priced shares see that a cheap pair sits on a dear copy", () => {
    // On a: $0 + 2/4 of $8 = $4; on b: $3 + 2/4 of $0. Cheapest pairs alone would say $0 + $0.
    const tasks = [{ id: "x", demand: { cpu: 2 }, cost: [0, 3] }];
    const resources = [
      { id: "a", capacity: { cpu: 4 }, fixed_price: 8 },
      { id: "b", capacity: { cpu: 4 } },
    ];
    expect(boundOf("priced-shares", rented(tasks, resources))).toBe(3_000_000);
    expect(boundOf("cheapest-pairs-and-prices", rented(tasks, resources))).toBe(0);
  });

  it("the last copy of a cover counts in part, for another set might be cheaper", () => {
    // 5 cpu: $1 for the 4 cpu of a, then 1 of 10 cpu of b's $5: $1.50. The best plan takes b alone: $5.
    const tasks = [{ id: "x", count: 5, demand: { cpu: 1 } }];
    const resources = [
      { id: "a", capacity: { cpu: 4 }, fixed_price: 1 },
      { id: "b", capacity: { cpu: 10 }, fixed_price: 5 },
    ];
    expect(boundOf("cheapest-pairs-and-prices", rented(tasks, resources))).toBe(1_500_000);
  });

  it("only mandatory members of a separate group need copies of their own", () => {
    const tasks = [
      { id: "x", count: 2, separate: "g" },
      { id: "y", separate: "g", optional: true },
    ];
    const document = rented(tasks, [{ id: "a", count: 3, fixed_price: 2 }]);
    expect(boundOf("cheapest-pairs-and-prices", document)).toBe(4_000_000);
  });

  it("replicas need copies of their own, optional ones none", () => {
    const resources = [
      { id: "a", count: 2, fixed_price: 2 },
      { id: "b", count: 2, fixed_price: 5 },
    ];
    const bound = (tasks: readonly object[]) =>
      boundOf("cheapest-pairs-and-prices", rented(tasks, resources));
    expect(bound([{ id: "x" }, { id: "y", replicas: 3, optional: true }])).toBe(2_000_000);
    expect(bound([{ id: "x" }, { id: "y", replicas: 3 }])).toBe(9_000_000);
    expect(bound([{ id: "y", replicas: 3, optional: true }])).toBe(0);
    // In a separate group each replica of each copy.
    const apart = { separate: "g", replicas: 2 };
    expect(
      bound([
        { id: "x", ...apart },
        { id: "y", separate: "g" },
      ]),
    ).toBe(9_000_000);
    expect(
      bound([
        { id: "x", ...apart },
        { id: "y", ...apart, optional: true },
      ]),
    ).toBe(4_000_000);
  });

  it("the largest copies together hold the demand, each entry no more than its count", () => {
    // 11 cpu: two of 4 cpu and two of 2: four copies at the least price of 1 each, 2 more for the first two.
    const tasks = [{ id: "x", count: 11, demand: { cpu: 1 } }];
    const resources = [
      { id: "a", count: 2, capacity: { cpu: 4 }, fixed_price: 2 },
      { id: "b", count: 5, capacity: { cpu: 2 }, fixed_price: 2 },
    ];
    expect(boundOf("cheapest-pairs-and-prices", rented(tasks, resources))).toBe(8_000_000);
    const full = [{ id: "x", count: 8, demand: { cpu: 1 } }];
    expect(boundOf("cheapest-pairs-and-prices", rented(full, resources))).toBe(4_000_000);
  });

  it("replicas pay the cheapest resource of each of the cheapest zones", () => {
    // Zone 1: $1 on a or $2 on b; zone 2: $7 on c; zone 3: $9 on d.
    const tasks = [{ id: "x", replicas: { count: 2, across: "z" }, cost: [1, 2, 7, 9] }];
    const zones = { a: "1", b: "1", c: "2", d: "3" };
    const resources = Object.entries(zones).map(([id, z]) => ({ id, labels: { z } }));
    expect(overall(rented(tasks, resources))).toBe(8_000_000);
  });

  it("colocated tasks pay on one resource", () => {
    // Together $1 + $5 on a, $4 + $1 on b: $5, not $1 + $1.
    const tasks = [
      { id: "x", cost: [1, 4], colocate: "g" },
      { id: "y", cost: [5, 1], colocate: "g" },
    ];
    expect(overall(rented(tasks, [{ id: "a" }, { id: "b" }]))).toBe(5_000_000);
  });
});
