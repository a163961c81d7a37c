import { describe, expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import type { Encoding } from "../../models/types.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { evaluateTarget } from "../../src/plan/evaluate.ts";
import { verify } from "../../src/plan/verify.ts";
import { findSolver } from "../../src/solvers/registry.ts";

const HOST = { id: "h", devices: { gpu: 2 }, capacity: { cpu: 4 } };
const H = 3_600_000;

function encoded(fields: object) {
  const instance = parseInstance({
    mode: "batch",
    objectives: ["makespan"],
    resources: [HOST],
    ...fields,
  });
  const [target] = targetsOf(instance);
  return { instance, target, encoding: formulate(instance, target, []) as Encoding };
}

/** The best makespan in hours, which the program's own bound meets. */
async function best(fields: object): Promise<number> {
  const { instance, target, encoding } = encoded(fields);
  const highs = await findSolver("highs");
  const { point, dualBound } = await highs.solve(encoding.program, { gap: 0 }, {});
  const plan = encoding.decode(point!.x);
  const checked = verify(instance, plan);
  expect(checked.ok ? [] : checked.violations).toEqual([]);
  const value = evaluateTarget(instance, plan, target);
  expect(encoding.liftBound(dualBound!)).toBe(value);
  return value / H;
}

const one = (id: string, more: object = {}) => ({
  id,
  demand: { cpu: 1 },
  runtime: "1h",
  ...more,
});

describe("what waits", () => {
  test("begins no slot before the end of what it waits for", async () => {
    expect(await best({ tasks: [one("a"), one("b", { after: "a" })] })).toBe(2);
    const after = { task: "a", lag: "2h" };
    expect(await best({ tasks: [one("a"), one("b", { after })] })).toBe(4);
    // Where a runs longer on the only place that is free.
    const long = one("a", { runtime: "2h" });
    expect(await best({ tasks: [long, one("b", { after: "a" })] })).toBe(3);
  });

  test("also where that ends as late as it can", async () => {
    // z has the host until 2 h, so a ends at 3 h, when it must; its window would let it run at once.
    const z = one("z", { demand: { cpu: 4 }, runtime: "2h", deadline: "2h" });
    const a = one("a", { deadline: "3h" });
    const b = one("b", { demand: { cpu: 0 }, after: "a" });
    expect(await best({ tasks: [z, a, b] })).toBe(4);
    const after = { task: "a", lag: "1h" };
    expect(await best({ tasks: [z, a, { ...b, after }] })).toBe(5);
  });
});

describe("devices", () => {
  test("shares of which no two go on one count as whole ones", async () => {
    const share = (id: string, gpu: number) => ({ id, demand: { gpu }, runtime: "1h" });
    // 0.6 + 0.65 + 0.7 = 1.95 of two devices, but two at a time.
    const tasks = [share("a", 0.6), share("b", 0.65), share("c", 0.7)];
    expect(await best({ tasks })).toBe(2);
    expect(await best({ tasks: tasks.slice(1) })).toBe(1);
  });
});

test("a host takes not a thousandth more", async () => {
  const tasks = (cpu: number) => [one("a", { demand: { cpu: 2 } }), one("b", { demand: { cpu } })];
  expect(await best({ tasks: [...tasks(2.001), one("c", { demand: { cpu: 0 } })] })).toBe(2);
  expect(await best({ tasks: tasks(2) })).toBe(1);
  const three = [1, 1.5, 1.501].map((cpu, t) => one(`t${t}`, { demand: { cpu } }));
  expect(await best({ tasks: three })).toBe(2);
});

describe("what runs alone", () => {
  const alone = (id: string) => one(id, { exclusive: true });

  test("runs beside none of its kind, also where it asks for nothing", async () => {
    // Two exclusive tasks and one that is not: three hours on one host that has nothing.
    const bare = (id: string, more: object = {}) => ({ id, runtime: "1h", demand: {}, ...more });
    const tasks = [
      bare("a", { exclusive: true }),
      bare("b", { exclusive: true }),
      bare("c"),
      bare("d"),
    ];
    expect(await best({ resources: [{ id: "h", capacity: { cpu: 0 } }], tasks })).toBe(3);
    expect(
      await best({ resources: [{ id: "h", capacity: { cpu: 0 } }], tasks: tasks.slice(1) }),
    ).toBe(2);
  });

  test("runs beside none of its kind where nothing else has the time to run", async () => {
    // c may be on h, but p keeps it waiting until it could not end there in time.
    const resources = [
      { id: "h", capacity: { cpu: 0 } },
      { id: "g", capacity: { cpu: 4 } },
    ];
    const nothing = { demand: { cpu: 0 } };
    const here = { exclusive: true, forbidden: ["g"], ...nothing };
    const tasks = [
      one("a", here),
      one("b", here),
      one("p", { ...nothing, forbidden: ["h"] }),
      one("c", { ...nothing, after: "p", runtime: { h: "2h", g: "1h" }, deadline: "2h30m" }),
    ];
    expect(await best({ resources, tasks })).toBe(2);
  });

  test("counts as all of a capacity, so that the relaxation sees it too", async () => {
    const tasks = [
      alone("a"),
      one("b", { demand: { cpu: 2 } }),
      one("c", { demand: { cpu: 2 } }),
      one("d", { demand: { cpu: 2 } }),
    ];
    const { encoding } = encoded({ tasks });
    const { program } = encoding;
    const relaxed = { ...program, integer: new Uint8Array(program.columns) };
    const { dualBound } = await (await findSolver("highs")).solve(relaxed, {}, {});
    // 4 + 2 + 2 + 2 = 10 cpu hours of 4 cpu: 2.5 h, so three.
    expect(encoding.liftBound(dualBound!)).toBe(3 * H);
    expect(await best({ tasks })).toBe(3);
  });

  test("holds what takes no time off from its inside, and not from its ends", async () => {
    const resources = [{ ...HOST, id: "x", exclusive: true }, HOST];
    const there = { forbidden: ["h"], demand: { cpu: 1 } };
    const long = { id: "a", runtime: "2h", ...there };
    const instant = (at: string) => ({
      ...{ id: "z", runtime: "0s", ...there },
      ...{ release: at, deadline: at },
    });
    // At 1 h the long one is not yet there, at 2 h it is gone, at 0 h it begins.
    expect(await best({ resources, tasks: [long, instant("1h")] })).toBe(3);
    expect(await best({ resources, tasks: [long, instant("2h")] })).toBe(2);
    expect(await best({ resources, tasks: [long, instant("0s")] })).toBe(2);
  });
});
