import { expect, test } from "vitest";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import type { MigrationRule } from "../../src/replan/types.ts";
import { GANG, H, HOSTS, NIGHT, PLACED, PLACES, type Row, replanned } from "./replanned.ts";

test("migrations come after cost, before it, at a price, or not at all", async () => {
  const of = async (migrations: MigrationRule, down: readonly string[] = []) =>
    await replanned({ document: PLACES, earlier: PLACED, migrations, down });
  expect((await of({ level: "last" })).values).toEqual({ cost: 7e6, migrations: 2 });
  expect((await of({ level: "first" })).values).toEqual({ migrations: 0, cost: 9e6 });
  expect((await of("ignore")).values).toEqual({ cost: 7e6 });
  // A move saves $1: at $0.5 both pay, at $1.5 none does.
  expect((await of({ price: 500_000 })).values).toEqual({ "cost with migrations at $0.5": 8e6 });
  expect((await of({ price: 1_500_000 })).values).toEqual({ "cost with migrations at $1.5": 9e6 });
  // t#3 is lost, so its move is free: it takes one of the cheap places, and one more move saves nothing at $1.5.
  const lost = await of({ price: 1_500_000 }, ["a#2"]);
  expect(lost.values).toEqual({ "cost with migrations at $1.5": 8e6 });
  expect(lost.kinds).toEqual({ "t#1": "kept", "t#2": "kept", "t#3": "restarted" });
  expect(lost.outcome.termination).toBe("optimal");
  // Prices on capacities see the price of a move: a proof of Berth's own, which anyone can check.
  const proven = await replanned({
    document: PLACES,
    earlier: PLACED,
    migrations: { price: 1_500_000 },
    method: "auto",
  });
  const [{ target, certified, bound }] = proven.outcome.levels;
  expect(bound).toMatchObject({ value: 9e6, proof: "ours" });
  const { certificate } = (certified ?? bound)!;
  expect(checkCertificate(proven.left, target, certificate)).toMatchObject({ bound: 9e6 });
});

test("beside a weighted sum migrations are a level, or at a price a part of it", async () => {
  const plain = { ...PLACES, combine: "weighted", objectives: [{ objective: "cost", weight: 2 }] };
  const of = async (migrations: MigrationRule) =>
    (await replanned({ document: plain, earlier: PLACED, migrations })).values;
  expect(await of({ level: "last" })).toEqual({ "2 cost": 7e6, migrations: 2 });
  expect(Object.keys(await of({ level: "first" }))).toEqual(["migrations", "2 cost"]);
  // Twice the cost and twice the price: moves pay up to $1 as without the weight. Values are in units of half a dollar's millionth.
  const priced = "2 cost with migrations at $0.5";
  expect(await of({ price: 500_000 })).toEqual({ [priced]: 8e6 });
});

test("over time only the resource counts as a move, and each worker of a gang by itself", async () => {
  // Two workers fit side by side on k#1 alone once other runs on h#2; the gang of three must leave h#2 with one worker.
  const document = {
    ...GANG,
    tasks: [GANG.tasks[0], { ...GANG.tasks[2], demand: { gpu: 2 }, runtime: "4h" }],
  };
  const earlier: readonly Row[] = [
    ["train", "h#1", 2, 0],
    ["train", "h#1", 2, 1],
    ["train", "h#2", 2, 0],
    ["other", "h#2", 0, 0, 1],
  ];
  const { values, kinds } = await replanned({ document, earlier, now: 1 });
  // train could begin at 1h and end at 5h, with its third worker on a host where it has none.
  expect(values).toEqual({ makespan: 5 * H, migrations: 1 });
  expect(kinds).toEqual({ train: "moved", other: "running" });
  const still = await replanned({ document, earlier, now: 1, migrations: { level: "first" } });
  expect(still.values).toEqual({ migrations: 0, makespan: 8 * H });
  expect(still.kinds.train).toBe("later");
  // A search looks at waiting for its hosts, too.
  const searched = await replanned({
    document,
    earlier,
    now: 1,
    migrations: { level: "first" },
    method: "local",
  });
  expect(searched.values).toEqual({ migrations: 0, makespan: 8 * H });
});

test("a gang that moves whole counts each of its workers", async () => {
  const document = {
    mode: "batch",
    objectives: ["makespan"],
    resources: [
      { id: "h", devices: { gpu: 2 } },
      { id: "k", devices: { gpu: 2 } },
    ],
    tasks: [
      { id: "train", workers: 2, demand: { gpu: 1 }, runtime: "2h" },
      { id: "other", demand: { gpu: 2 }, runtime: "4h" },
    ],
  };
  const earlier: readonly Row[] = [
    ["train", "h", 4, 0],
    ["train", "h", 4, 1],
    ["other", "h", 0, 0, 1],
  ];
  const { values, rows, outcome } = await replanned({ document, earlier, now: 1 });
  expect(values).toEqual({ makespan: 4 * H, migrations: 2 });
  expect(outcome.termination).toBe("optimal");
  expect(rows.slice(0, 2).every(([, resource]) => resource === "k")).toBe(true);
});

test("a cost over time with a price of moves has a bound with a certificate, that of the cost alone", async () => {
  const resources = [{ id: "h", count: 2, devices: { gpu: 1 }, price: "10/h" }];
  const document = { ...HOSTS, objectives: ["cost"], resources };
  const { outcome, left } = await replanned({
    document,
    earlier: NIGHT,
    now: 1.5,
    migrations: { price: 2_000_000 },
    method: "auto",
  });
  const [{ target, value, certified, bound }] = outcome.levels;
  // Five hours of work at $10, and no one need move.
  expect(value).toBe(50e6);
  const { certificate } = (certified ?? bound)!;
  const checked = checkCertificate(left, target, certificate);
  expect("bound" in checked && checked.bound).toBeGreaterThan(49e6);
  expect("bound" in checked && checked.bound).toBeLessThanOrEqual(50e6);
});
