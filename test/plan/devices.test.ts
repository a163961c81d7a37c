import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { DEVICE } from "../../src/instance/types.ts";
import { buildPlan, piecesOf } from "../../src/plan/build.ts";
import { canonicalDevices, packDevices, withDevices } from "../../src/plan/devices.ts";
import { packBins } from "../../src/plan/packing.ts";
import { verify } from "../../src/plan/verify.ts";

describe("bins", () => {
  /** Tenths of a device. */
  const ROOM = 10;
  const scaled = (tenths: readonly number[]) => tenths.map((size) => (DEVICE / ROOM) * size);
  const sizes = fc.array(fc.integer({ min: 1, max: ROOM }), { maxLength: 7 });

  test("a packing is found exactly when there is one", () => {
    let found = 0;
    fc.assert(
      fc.property(sizes, fc.nat(4), (items, bins) => {
        const packing = packBins(scaled(items), bins, 1e6);
        expect(typeof packing !== "string").toBe(hasPacking(items, new Array(bins).fill(ROOM)));
        if (typeof packing === "string") {
          expect(packing).toBe("impossible");
          return;
        }
        found++;
        const load = new Array(bins).fill(0);
        packing.bin.forEach((b, i) => {
          load[b] += items[i];
        });
        expect(load.length).toBe(bins);
        expect(Math.max(0, ...load)).toBeLessThanOrEqual(ROOM);
        // Numbered in the order of first use.
        const firsts = [...new Set(packing.bin)];
        expect(firsts).toEqual([...firsts.keys()]);
      }),
      { numRuns: 1000 },
    );
    expect(found).toBeGreaterThan(100);
  });

  // Descending first fit puts 4 with 4 and is left with a 3; 4 + 3 + 3 twice fills both.
  test("where first fit fails, the search does not", () => {
    expect(packBins(scaled([3, 4, 3, 3, 4, 3]), 2, 1000)).toEqual({
      bin: Int32Array.of(0, 0, 0, 1, 1, 1),
    });
  });

  test("bins cut into pieces are put together again", () => {
    const cut = fc.array(fc.integer({ min: 1, max: 19 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(cut, { minLength: 2, maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
        (cuts, keys) => {
          const items = cuts.flatMap((marks) => {
            const edges = [0, ...new Set(marks.toSorted((a, b) => a - b)), 20];
            return edges.slice(1).map((edge, i) => edge - edges[i]);
          });
          const shuffled = items
            .map((size) => ({ size, key: keys.next().value }))
            .sort((a, b) => a.key - b.key);
          const packing = packBins(
            shuffled.map(({ size }) => 50 * size),
            cuts.length,
            1e6,
          );
          expect(typeof packing).toBe("object");
        },
      ),
      { numRuns: 500 },
    );
  });

  test("what first fit packs needs no search", () => {
    expect(packBins(scaled([10, 4, 6]), 2, 0)).toEqual({ bin: Int32Array.of(0, 1, 1) });
  });

  test("a search that runs out of nodes does not say impossible", () => {
    expect(packBins(scaled([4, 4, 3, 3, 3, 3]), 2, 1)).toBe("unknown");
    expect(packBins(scaled(new Array(2000).fill(6)), 1500, 1e9)).toBe("unknown");
    expect(packBins(scaled(new Array(2000).fill(6)), 1100, 1e9)).toBe("impossible");
    expect(packBins([1], 0, 1000)).toBe("impossible");
  });

  function hasPacking(items: readonly number[], free: readonly number[]): boolean {
    const [first, ...rest] = items;
    if (first === undefined) return true;
    return free.some((left, b) => left >= first && hasPacking(rest, free.with(b, left - first)));
  }
});

const DEMANDS = [0, 0.25, 0.4, 0.5, 0.3, 1, 2] as const;
const instance = parseInstance({
  mode: "placement",
  resources: [{ id: "r", count: 2, devices: { gpu: 3, tpu: 2 } }],
  tasks: DEMANDS.flatMap((gpu, i) =>
    [0, 0.5, 1].map((tpu, j) => ({
      id: `t${i}-${j}`,
      count: 3,
      optional: true,
      demand: { gpu, tpu },
    })),
  ),
});
const copies = instance.taskOfCopy.length;
const someTasks = fc.uniqueArray(fc.nat(copies - 1), { maxLength: 6 });

describe("packing devices", () => {
  test("lists verify, and are given exactly when the tasks fit together", () => {
    let given = 0;
    fc.assert(
      fc.property(someTasks, (tasks) => {
        const lists = packDevices(instance, 0, tasks);
        expect(lists !== undefined).toBe(fitTogether(tasks));
        if (lists === undefined) return;
        given++;
        const pieces = tasks.map((task, i) => ({ task, resource: 1, devices: lists[i] }));
        const plan = buildPlan(instance, pieces);
        expect(verify(instance, plan).ok).toBe(true);
        expect(canonicalDevices(instance, plan)).toEqual(plan);
      }),
      { numRuns: 500 },
    );
    expect(given).toBeGreaterThan(100);
  });

  test("the order of the tasks does not matter", () => {
    fc.assert(
      fc.property(someTasks, (tasks) => {
        const sorted = tasks.toSorted((a, b) => a - b);
        const lists = packDevices(instance, 0, tasks);
        const wanted = packDevices(instance, 0, sorted);
        expect(sorted.map((task) => lists?.[tasks.indexOf(task)])).toEqual(
          sorted.map((_, i) => wanted?.[i]),
        );
      }),
    );
  });

  test("every resource copy is packed, or none", () => {
    const whole = instance.tasks.findIndex(({ id }) => id === "t6-0");
    const task = instance.taskCopyStart[whole];
    const piece = (n: number, resource: number) => ({ task: task + n, resource });
    expect(withDevices(instance, [piece(0, 0), piece(1, 1)])).toEqual([
      { ...piece(0, 0), devices: [0, 1] },
      { ...piece(1, 1), devices: [0, 1] },
    ]);
    expect(withDevices(instance, [piece(0, 0), piece(1, 0), piece(2, 1)])).toBeUndefined();
  });

  /** Tries every device for every share and counts what is left for whole ones. */
  function fitTogether(tasks: readonly number[]): boolean {
    return [0, 1].every((d) => {
      const demands = tasks.map((task) => instance.demand[d].values[instance.taskOfCopy[task]]);
      const shares = demands.filter((demand) => demand > 0 && demand < 1000);
      const whole = demands.filter((demand) => demand >= 1000).reduce((a, b) => a + b, 0) / 1000;
      const place = (i: number, loads: readonly number[]): boolean => {
        if (i === shares.length) return loads.filter((load) => load === 0).length >= whole;
        return loads.some(
          (load, g) => load + shares[i] <= 1000 && place(i + 1, loads.with(g, load + shares[i])),
        );
      };
      return place(0, new Array(instance.resources[0].capacity[d] / 1000).fill(0));
    });
  }
});

describe("canonical devices", () => {
  test("any renumbering of the devices of a plan leads to one plan", () => {
    const orders = fc.tuple(permutation([0, 1, 2]), permutation([3, 4]));
    fc.assert(
      fc.property(someTasks, orders, ([...tasks], [gpus, tpus]) => {
        const lists = packDevices(instance, 0, tasks);
        if (lists === undefined) return;
        const renumbered = [...gpus, ...tpus];
        const plan = (list: (i: number) => number[]) =>
          buildPlan(
            instance,
            tasks.map((task, i) => ({ task, resource: 0, devices: list(i) })),
          );
        const one = plan((i) => lists[i]);
        const other = plan((i) => lists[i].map((g) => renumbered[g]));
        expect(verify(instance, other).ok).toBe(true);
        expect(canonicalDevices(instance, other)).toEqual(canonicalDevices(instance, one));
      }),
    );
  });

  test("what is broken stays broken", () => {
    const lists = fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 3 });
    const pieces = fc.uniqueArray(
      fc.record({ task: fc.nat(copies - 1), resource: fc.nat(1), devices: lists }),
      { selector: ({ task }) => task, maxLength: 4 },
    );
    fc.assert(
      fc.property(pieces, (rows) => {
        const plan = buildPlan(instance, rows);
        expect(verify(instance, canonicalDevices(instance, plan)).ok).toBe(
          verify(instance, plan).ok,
        );
      }),
      { numRuns: 500 },
    );
  });

  test("shared devices come first, then whole ones; plans that share otherwise differ", () => {
    const [quarter, half, two] = ["t1-0", "t3-0", "t6-0"].map(
      (id) => instance.taskCopyStart[instance.tasks.findIndex((task) => task.id === id)],
    );
    const plan = (a: number[], b: number[], c: number[]) =>
      buildPlan(instance, [
        { task: quarter, resource: 0, devices: a },
        { task: half, resource: 0, devices: b },
        { task: two, resource: 0, devices: c },
      ]);
    const canonical = canonicalDevices(instance, plan([2], [2], [0, 1]));
    expect([...piecesOf(canonical)].map(({ devices }) => devices)).toEqual([[0], [0], [1, 2]]);
    const [apart, together] = [plan([0], [1], []), plan([1], [1], [])];
    expect(canonicalDevices(instance, apart)).not.toEqual(canonicalDevices(instance, together));
  });

  test("devices stay ascending, even where a shared one is also taken whole", () => {
    const [half, two] = ["t3-0", "t6-0"].map(
      (id) => instance.taskCopyStart[instance.tasks.findIndex((task) => task.id === id)],
    );
    const plan = buildPlan(instance, [
      { task: half, resource: 0, devices: [1] },
      { task: two, resource: 0, devices: [0, 1] },
    ]);
    expect([...canonicalDevices(instance, plan).device]).toEqual([0, 0, 1]);
  });

  test("in batch mode every piece has the first devices", () => {
    const batch = parseInstance({
      mode: "batch",
      exclusive: true,
      resources: [{ id: "r", devices: { gpu: 4 } }],
      tasks: [{ id: "a", count: 2, runtime: "1s", demand: { gpu: 2 } }],
    });
    const plan = buildPlan(batch, [
      { task: 0, resource: 0, devices: [1, 3] },
      { task: 1, resource: 0, start: 1000, devices: [0, 2] },
    ]);
    expect([...canonicalDevices(batch, plan).device]).toEqual([0, 1, 0, 1]);
  });

  function permutation(items: readonly number[]): fc.Arbitrary<number[]> {
    return fc.shuffledSubarray([...items], { minLength: items.length });
  }
});
