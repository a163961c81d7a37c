import { load } from "js-yaml";
import { expect, test } from "vitest";
import { taskCopyId } from "../../src/instance/ids.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { usablePairs } from "../../src/instance/usable.ts";

test("every field of a full document lands where it belongs", () => {
  const instance = parseInstance(
    load(`
name: nightly
mode: batch
exclusive: true
objectives: [makespan, { cost: 2% }]
budget: 120
resources:
  - id: dgx
    kind: a100
    count: 2
    capacity: { cpu: 128, memory: 1TiB }
    devices: { gpu: 8 }
    price: 27.45/h
    fixed_price: 3.00
    power: 6.5kW
    labels: { zone: eu, rack: r1 }
    available: { from: 0s, until: 10h }
    speed: 1.5
  - id: old
    capacity: { cpu: 16, memory: 64GB }
    labels: { zone: us }
tasks:
  - id: bert
    count: 3
    demand: { cpu: 8, memory: 1GB, gpu: { dgx: 2, "*": 0 } }
    runtime: 2h30m
    weight: 2.125
    release: 1h
    due: 5h
    deadline: 6h
    eligible: [{ zone: [eu, us], rack: r1 }, { zone: us }]
    separate: web
  - id: etl
    runtime: { a100: 90s, "zone=us": 250ms }
    cost: [12.50, null]
    value: 5
    optional: true
    forbidden: [old]
    replicas: { count: 2, across: zone }
  - id: steps
    work: 1000
    throughput: [3, 0]
    divisible: true
`),
  );
  expect(instance.name).toBe("nightly");
  expect(instance.dimensions).toEqual([
    { name: "cpu", unit: "milli", devices: false },
    { name: "memory", unit: "MiB", devices: false },
    { name: "gpu", unit: "milli", devices: true },
  ]);
  expect(instance.resources[0]).toMatchObject({
    kind: "a100",
    count: 2,
    // 1 TiB = 1,048,576 MiB.
    capacity: [128_000, 1_048_576, 8000],
    pricePerHour: 27_450_000,
    fixedPrice: 3_000_000,
    power: 6_500_000,
    from: 0,
    until: 36_000_000,
  });
  // 64 GB = 64,000,000,000 bytes = 61,035.15 MiB, rounded down.
  expect(instance.resources[1]).toMatchObject({ kind: "old", capacity: [16_000, 61_035, 0] });
  // 1 GB = 953.67 MiB, rounded up.
  expect([...instance.demand[1]!.values]).toEqual([954, 0, 0]);
  expect([...instance.demand[2]!.values]).toEqual([2000, 0, 0, 0, 0, 0]);
  // 9,000,000 ms / 1.5 on dgx; 1000 / 3 units per second = 333,333.3 ms, rounded up.
  expect([...instance.pairs.runtime]).toEqual([6_000_000, 9_000_000, 90_000, 0, 333_334, 0]);
  expect([...instance.pairs.eligible]).toEqual([1, 1, 1, 0, 1, 0]);
  // 6,000,000 ms at 27.45/h = 45.75; 333,334 ms = 2,541,671.75 micro-dollars.
  expect([...instance.pairs.cost]).toEqual([45_750_000, 0, 12_500_000, 0, 2_541_672, 0]);
  // 6.5 kW x 6000 s = 39 MJ.
  expect(instance.pairs.energy[0]).toBe(39_000_000_000);
  expect(instance.tasks[0]).toMatchObject({ weight: 2125, gain: 2125, deadline: 21_600_000 });
  expect(instance.tasks[1]).toMatchObject({ gain: 5000, optional: true, replicas: 2, across: 0 });
  expect(instance.domains[0]).toMatchObject({ label: "zone", values: ["eu", "us"] });
  expect(instance.separate).toEqual([{ name: "web", tasks: [0] }]);
  expect(instance.budget).toBe(120_000_000);
  expect(targetsOf(instance).map(({ name, tolerance }) => [name, tolerance])).toEqual([
    ["makespan", 0],
    ["cost", 20_000],
  ]);
  expect([...instance.taskCopyStart]).toEqual([0, 3, 4, 5]);
  expect([...instance.resourceOfCopy]).toEqual([0, 0, 1]);
  expect([0, 2, 3].map((copy) => taskCopyId(instance, copy))).toEqual(["bert#1", "bert#3", "etl"]);
  expect([...usablePairs(instance)]).toEqual([1, 1, 1, 0, 1, 0]);
});

test("in placement mode a used copy is rented for the period and tasks cost what they say", () => {
  const document = {
    mode: "placement",
    period: "90m",
    resources: [
      { id: "a", price: "1.5/h", fixed_price: 2 },
      { id: "b", price: "0.000001/d", power: "3mW" },
    ],
    tasks: [{ id: "t", runtime: "500ms", cost: [null, 4] }, { id: "u" }],
  };
  const { resources, pairs, tasks } = parseInstance(document);
  // 2 + 1.5 x 1.5 h = 4.25; a 24th of a micro-dollar is nearest to 0.
  expect(resources.map(({ fixedPrice }) => fixedPrice)).toEqual([4_250_000, 0]);
  expect(resources.map(({ pricePerHour }) => pricePerHour)).toEqual([1_500_000, 0]);
  expect([...pairs.cost]).toEqual([0, 4_000_000, 0, 0]);
  // 3 mW x 500 ms = 1.5 mJ, rounded half up.
  expect([...pairs.energy]).toEqual([0, 2, 0, 0]);
  expect(tasks.map(({ hasRuntime }) => hasRuntime)).toEqual([true, false]);
  expect([...pairs.eligible]).toEqual([1, 1, 1, 1]);
});

test("an explicit cost of 0 is a cost, and a price by the day is exact before it is rounded", () => {
  const { pairs, resources } = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "a", price: "1/d" }],
    tasks: [
      { id: "free", runtime: "1h", cost: 0 },
      { id: "paid", runtime: "1d" },
    ],
  });
  expect([...pairs.cost]).toEqual([0, 1_000_000]);
  // 1,000,000 / 24 = 41,666.67.
  expect(resources[0]!.pricePerHour).toBe(41_667);
});

test("one byte unit anywhere makes a dimension one of memory; a bare 0 is fine there", () => {
  const { dimensions, resources, demand } = parseInstance({
    mode: "placement",
    resources: [
      { id: "a", capacity: { hbm: "80GiB", disk: 0 } },
      { id: "b", capacity: { hbm: 0 } },
    ],
    tasks: [{ id: "t", demand: { hbm: [0, "1GiB"], scratch: { "*": "1KiB" }, storage: 0 } }],
  });
  expect(dimensions.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
    "hbm MiB",
    "disk MiB",
    "scratch MiB",
    "storage MiB",
  ]);
  expect(resources.map(({ capacity }) => capacity[0])).toEqual([81_920, 0]);
  expect([...demand[0]!.values]).toEqual([0, 1024]);
});

test("devices are devices on every resource that has the dimension", () => {
  const document = (gpu: unknown) => ({
    mode: "placement",
    resources: [
      { id: "a", devices: { gpu: 2 } },
      { id: "b", capacity: { gpu } },
    ],
    tasks: [],
  });
  expect(parseInstance(document(3)).resources.map(({ capacity }) => capacity[0])).toEqual([
    2000, 3000,
  ]);
  expect(() => parseInstance(document(0.5))).toThrow(/whole devices/);
});

test("optional members of a separate group may colocate: at most one of them is placed", () => {
  const tasks = [
    { id: "a", runtime: "1s", colocate: "x", separate: "y" },
    { id: "b", runtime: "1s", colocate: ["x", "x"], separate: ["y", "z"], optional: true },
  ];
  const { colocate, separate } = parseInstance({
    mode: "batch",
    exclusive: true,
    resources: [{ id: "r" }],
    tasks,
  });
  expect(colocate).toEqual([{ name: "x", tasks: [0, 1] }]);
  expect(separate).toEqual([
    { name: "y", tasks: [0, 1] },
    { name: "z", tasks: [1] },
  ]);
});

test("an instance is frozen through and through, and its name defaults to the given one", () => {
  const document = { mode: "placement", resources: [{ id: "r", labels: { a: 1 } }], tasks: [] };
  const instance = parseInstance(document, { name: "file" });
  expect(instance.name).toBe("file");
  const check = (part: unknown) => {
    if (typeof part !== "object" || part === null || ArrayBuffer.isView(part)) return;
    expect(Object.isFrozen(part)).toBe(true);
    for (const inner of Object.values(part)) check(inner);
  };
  check(instance);
});
