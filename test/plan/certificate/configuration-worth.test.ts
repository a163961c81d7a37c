import { expect, test } from "vitest";
import { parseInstance } from "../../../src/instance/parse.ts";
import {
  type Contents,
  contentsOf,
  isExact,
  relaxedWorth,
} from "../../../src/plan/certificate/configuration.ts";
import { isWorthAtMost } from "../../../src/plan/certificate/configuration-search.ts";
import { tableWorths } from "../../../src/plan/certificate/configuration-table.ts";
import { proveWorths } from "../../../src/plan/certificate/configuration-worths.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";

const SHARES = [0, 200, 250, 340, 500, 510, 810, 1000, 2000];

/** Up to four items in three dimensions, the last of devices or not; zeros, ties and items that fill everything. */
function randomContents(random: Random, devices: boolean): Contents {
  const whole = random.int(0, 3);
  const capacity = [random.int(0, 9), random.int(0, 9), devices ? 1000 * whole : random.int(0, 9)];
  const unit = [1, 1, 7, 1000][random.int(0, 3)];
  const kinds = random.int(0, 4);
  const items = Array.from({ length: kinds }, (_, task) => {
    const last = devices ? SHARES[random.int(0, SHARES.length - 1)] : random.int(0, 4);
    const demand = [random.int(0, 4), random.int(0, 4), last];
    const worth = unit * random.int(1, 6) * random.int(1, 9);
    return { task, most: random.int(1, kinds > 2 ? 4 : 7), worth, demand };
  });
  return { items, capacity, ...(devices && { device: 2 }) };
}

/** The most that any set is worth, by trying all sets and, for shares, all ways to spread them over devices. */
function enumerated({ items, capacity, device }: Contents): number {
  const pieces = items.flatMap((item) => Array.from({ length: item.most }, () => item));
  let best = 0;
  const walk = (i: number, free: readonly number[], rooms: readonly number[], worth: number) => {
    best = Math.max(best, worth);
    if (i === pieces.length) return;
    walk(i + 1, free, rooms, worth);
    const { demand } = pieces[i];
    const left = free.map((amount, d) => (d === device ? amount : amount - demand[d]));
    if (left.some((amount) => amount < 0)) return;
    const taken = device === undefined ? 0 : demand[device];
    const next = worth + pieces[i].worth;
    if (taken === 0) return walk(i + 1, left, rooms, next);
    if (taken >= 1000) {
      const empty = rooms.filter((room) => room === 1000).length;
      if (empty * 1000 < taken) return;
      let gone = taken / 1000;
      const rest = rooms.filter((room) => room !== 1000 || gone-- <= 0);
      return walk(i + 1, left, rest, next);
    }
    rooms.forEach((room, g) => {
      if (room >= taken) walk(i + 1, left, rooms.with(g, room - taken), next);
    });
  };
  const rooms =
    device === undefined ? [] : Array.from({ length: capacity[device] / 1000 }, () => 1000);
  walk(0, capacity, rooms, 0);
  return best;
}

test.each([true, false])("no way to bound a copy's worth is below it, devices %s", (devices) => {
  const tight = { relaxed: 0, searched: 0, table: 0 };
  for (let seed = 0; seed < drawn(1500); seed++) {
    const random = makeRandom(seed);
    for (let n = 0; n < 20; n++) random.unit();
    const contents = randomContents(random, devices);
    const best = enumerated(contents);
    const price = contents.capacity.map(
      (_, d) => random.int(0, d === 2 && devices ? 1 : 8) * random.int(0, 3),
    );
    expect(isExact(contents, price)).toBe(true);
    const label = `seed ${seed} ${JSON.stringify({ contents, price })}`;
    const relaxed = relaxedWorth(contents, price);
    expect(relaxed, label).toBeGreaterThanOrEqual(best);
    if (relaxed === best) tight.relaxed++;
    expect(isWorthAtMost(contents, price, best - 1, { left: 1e5 }), label).toBe(false);
    expect(isWorthAtMost(contents, price, best - 1, { left: random.int(0, 5) }), label).toBe(false);
    if (isWorthAtMost(contents, price, best, { left: 1e5 })) tight.searched++;
    const smaller = {
      ...contents,
      capacity: contents.capacity.map((a, d) => (d === 2 && devices ? a : Math.floor(a / 2))),
    };
    const [table, half] = tableWorths([contents, smaller], { left: 1e6 });
    const asks = contents.items.some(({ demand }) => devices && demand[2] > 0);
    if (asks) expect(table).toBeUndefined();
    else {
      tight.table++;
      expect(table, label).toBe(best);
      expect(half, label).toBeGreaterThanOrEqual(enumerated(smaller));
    }
    expect(tableWorths([contents], { left: -1 })[0]).toBeUndefined();
  }
  expect(tight.relaxed).toBeGreaterThan(atLeast(20));
  expect(tight.searched).toBeGreaterThan(atLeast(1450));
  expect(tight.table).toBeGreaterThan(atLeast(100));
});

test("what copies are worth is proven of each by itself, and of none a unit too low", () => {
  let proven = 0;
  for (let seed = 0; seed < drawn(300); seed++) {
    const random = makeRandom(seed);
    const all = Array.from({ length: random.int(1, 3) }, () =>
      randomContents(random, random.int(0, 1) === 0),
    );
    const price = all.map(({ capacity }) => capacity.map(() => random.int(0, 3)));
    const best = all.map(enumerated);
    const prove = (worth: readonly number[], nodes = 1e5) =>
      proveWorths(all, price, worth, { updates: { left: 1e6 }, nodes: { left: nodes } });
    const label = `seed ${seed} ${JSON.stringify({ all, price })}`;
    expect(() => prove(best), label).not.toThrow();
    expect(() => prove(best.map((one) => one + 1)), label).not.toThrow();
    all.forEach((_, r) => {
      if (best[r] === 0) return;
      const low = best.with(r, best[r] - 1);
      expect(() => prove(low), label).toThrow(`entry ${r} may be worth more than ${best[r] - 1}`);
      expect(() => prove(low, 0), label).toThrow("may be worth more");
      proven++;
    });
  }
  expect(proven).toBeGreaterThan(atLeast(200));
});

test("prices beyond exact sums prove no worth", () => {
  const contents = { items: [{ task: 0, most: 1, worth: 1, demand: [1] }], capacity: [9] };
  const prove = (price: number) =>
    proveWorths([contents], [[price]], [2 ** 52], { updates: { left: 9 }, nodes: { left: 9 } });
  expect(() => prove(1)).not.toThrow();
  expect(() => prove(2 ** 52)).toThrow("too large to be summed");
});

test("what shares measure never exceeds the devices, and sees what total demand does not", () => {
  const sizes = ["200m", "250m", "334m", "340m", "500m", "510m", "750m"];
  let tight = 0;
  for (let seed = 0; seed < drawn(300); seed++) {
    const random = makeRandom(seed);
    const instance = parseInstance({
      mode: "placement",
      objectives: ["throughput"],
      resources: [{ id: "r", capacity: {}, devices: { gpu: random.int(1, 2) } }],
      tasks: Array.from({ length: 3 }, (_, t) => ({
        id: `t${t}`,
        count: 4,
        demand: { gpu: sizes[random.int(0, sizes.length - 1)] },
        optional: true,
      })),
    });
    const offers = instance.tasks.map((_, task) => ({ task, count: 4, worth: random.int(1, 9) }));
    const contents = contentsOf(instance, 0, offers);
    for (let row = 0; row < contents.capacity.length; row++) {
      // A price for this row alone, as high as the best worth per unit of it.
      const scale = 1000 * contents.capacity[row];
      const items = contents.items
        .filter(({ demand }) => demand[row] > 0)
        .map((item) => ({ ...item, worth: item.worth * scale }));
      const scaled = { ...contents, items };
      const rates = items.map(({ worth, demand }) => Math.ceil(worth / demand[row]));
      const price = contents.capacity.map((_, d) => (d === row ? Math.max(0, ...rates) : 0));
      const most = contents.capacity[row] * price[row];
      const best = enumerated({ ...scaled, capacity: [contents.capacity[0]], device: 0 });
      expect(most, `seed ${seed} row ${row}`).toBeGreaterThanOrEqual(best);
      expect(isWorthAtMost(scaled, price, most, { left: 1 })).toBe(true);
      if (row > 0 && most === best) tight++;
    }
  }
  expect(tight).toBeGreaterThan(atLeast(100));
});

test("on every device fit as many shares as fit on one", () => {
  const most = (gpu: string, devices: number, count: number) => {
    const instance = parseInstance({
      mode: "placement",
      resources: [{ id: "r", capacity: {}, devices: { gpu: devices } }],
      tasks: [{ id: "a", count, demand: { gpu }, optional: true }],
    });
    return contentsOf(instance, 0, [{ task: 0, count, worth: 1 }]).items.map((item) => item.most);
  };
  expect(most("250m", 2, 9)).toEqual([8]);
  expect(most("250m", 2, 7)).toEqual([7]);
  expect(most("251m", 3, 99)).toEqual([9]);
  expect(most("501m", 5, 99)).toEqual([5]);
  expect(most("1", 5, 99)).toEqual([5]);
  expect(most("2", 5, 99)).toEqual([2]);
});

test("a task that owns devices takes the place of what fits on as many", () => {
  const item = (task: number, most: number, worth: number, gpu: number) => ({
    ...{ task, most, worth, demand: [gpu] },
  });
  const worth = (devices: number, ...items: readonly ReturnType<typeof item>[]) =>
    relaxedWorth({ items, capacity: [1000 * devices], device: 0 }, [0]);
  expect(worth(5, item(0, 2, 10, 2000))).toBe(20);
  expect(worth(5, item(0, 2, 10, 2000), item(1, 5, 3, 1000))).toBe(23);
  expect(worth(5, item(0, 2, 10, 2000), item(1, 5, 6, 1000))).toBe(30);
  expect(worth(1, item(0, 1, 10, 2000), item(1, 4, 3, 250))).toBe(12);
});

test("where a table tells what a copy is worth no search is begun", () => {
  const items = [{ task: 0, most: 9, worth: 2, demand: [2] }];
  const [updates, nodes] = [{ left: 1e6 }, { left: 1e6 }];
  const prove = (worth: number) =>
    proveWorths([{ items, capacity: [9] }], [[0]], [worth], { updates, nodes });
  expect(() => prove(8)).not.toThrow();
  expect(() => prove(7)).toThrow("may be worth more than 7");
  expect(updates.left).toBeLessThan(1e6);
  expect(nodes.left).toBe(1e6);
});
