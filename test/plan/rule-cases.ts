import { findResourceCopy, findTaskCopy } from "../../src/instance/ids.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import { buildPlan, piecesOf } from "../../src/plan/build.ts";
import { RULES } from "../../src/plan/rules/registry.ts";
import type { Plan } from "../../src/plan/types.ts";
import type { Case, Row } from "./case.ts";
import { OVER_TIME, SCHEDULE_CASES } from "./schedule-cases.ts";

const batch = { mode: "batch", exclusive: true, resources: [{ id: "r" }, { id: "q" }] };

const CASES: Readonly<Record<string, readonly Case[]>> = {
  robust: [
    {
      what: "no recovery from a loss that takes something",
      document: { ...placement([{ id: "a" }]), robust: { lose: 1, of: "q" } },
      lawful: [{ on: ["a", "r"] }],
      broken: [{ on: ["a", "q"] }],
      messages: ["without q: no recovery is given"],
    },
  ],
  assignment: [
    {
      what: "a task that must be placed",
      document: placement([{ id: "a" }, { id: "b", optional: true }]),
      lawful: [{ on: ["a", "r"] }],
      broken: [{ on: ["b", "r"] }],
      messages: ["a: not placed"],
    },
    {
      what: "a task placed twice",
      document: placement([{ id: "a", optional: true }]),
      lawful: [],
      broken: [{ on: ["a", "r"] }, { on: ["a", "q"] }],
      messages: ["a: placed 2 times instead of once"],
    },
    {
      what: "a share of a task that is not divisible",
      document: placement([{ id: "a" }]),
      lawful: [{ on: ["a", "r"] }],
      broken: [{ on: ["a", "r"], share: 250_000 }],
      messages: ["a: a share of 0.25, but not divisible"],
    },
    {
      what: "some of the replicas",
      document: placement([{ id: "a", replicas: 2, optional: true }]),
      lawful: [{ on: ["a", "r"] }, { on: ["a", "q"] }],
      broken: [{ on: ["a", "q"] }],
      messages: ["a: placed once instead of 2 times"],
    },
    {
      what: "shares that leave a millionth",
      document: placement([{ id: "a", divisible: true }]),
      lawful: [
        { on: ["a", "r"], share: 333_333 },
        { on: ["a", "q"], share: 666_667 },
      ],
      broken: [
        { on: ["a", "r"], share: 333_333 },
        { on: ["a", "q"], share: 666_666 },
      ],
      messages: ["a: shares sum to 0.999999 instead of 1"],
    },
    {
      what: "shares of more than the task",
      document: placement([{ id: "a", divisible: true, optional: true }]),
      lawful: [{ on: ["a", "r"], share: 1 }],
      broken: [
        { on: ["a", "r"], share: 500_000 },
        { on: ["a", "q"], share: 500_001 },
      ],
      messages: ["a: shares sum to 1.000001 instead of 1"],
    },
    {
      what: "two pieces on one resource copy",
      document: placement([{ id: "a", divisible: true }]),
      lawful: [
        { on: ["a", "r"], share: 500_000 },
        { on: ["a", "q"], share: 500_000 },
      ],
      broken: [
        { on: ["a", "r"], share: 500_000 },
        { on: ["a", "r"], share: 500_000 },
      ],
      messages: ["a: more than one piece on one resource"],
    },
  ],
  eligibility: [
    {
      what: "a forbidden resource",
      document: placement([{ id: "a", count: 2, forbidden: ["q"] }]),
      lawful: [{ on: ["a#1", "r"] }, { on: ["a#2", "r"] }],
      broken: [{ on: ["a#1", "r"] }, { on: ["a#2", "q"] }],
      messages: ["a#2 on q: not eligible there"],
    },
  ],
  capacity: [
    {
      what: "a joint load",
      document: {
        resources: [{ id: "gpu", count: 2, capacity: { memory: "80GiB", cpu: 4.5 } }],
        tasks: [
          { id: "a", demand: { memory: "40GiB", cpu: 4.5 } },
          { id: "b", demand: { memory: "56GiB" } },
          { id: "c", demand: { memory: "40GiB" } },
        ],
      },
      lawful: [{ on: ["a", "gpu#1"] }, { on: ["b", "gpu#2"] }, { on: ["c", "gpu#1"] }],
      broken: [{ on: ["a", "gpu#1"] }, { on: ["b", "gpu#1"] }, { on: ["c", "gpu#2"] }],
      messages: ["gpu#1: memory 96GiB of 80GiB"],
    },
    {
      what: "thousandths",
      document: {
        resources: [{ id: "r", capacity: { cpu: 1 } }],
        tasks: [
          { id: "a", demand: { cpu: 0.5 } },
          { id: "b", demand: { cpu: "501m" }, optional: true },
        ],
      },
      lawful: [{ on: ["a", "r"] }],
      broken: [{ on: ["a", "r"] }, { on: ["b", "r"] }],
      messages: ["r: cpu 1.001 of 1"],
    },
    {
      // 1,000 x 0.333334 + 1,000 x 0.666667 = 1,000.001 thousandths: over by a millionth of a thousandth.
      what: "a millionth of a share too much",
      document: {
        resources: [
          { id: "r", capacity: { cpu: 1 } },
          { id: "q", capacity: { cpu: 1 } },
        ],
        tasks: [{ id: "a", count: 2, demand: { cpu: 1 }, divisible: true }],
      },
      lawful: [
        { on: ["a#1", "r"], share: 333_333 },
        { on: ["a#1", "q"], share: 666_667 },
        { on: ["a#2", "r"], share: 666_667 },
        { on: ["a#2", "q"], share: 333_333 },
      ],
      broken: [
        { on: ["a#1", "r"], share: 333_334 },
        { on: ["a#1", "q"], share: 666_666 },
        { on: ["a#2", "r"], share: 666_667 },
        { on: ["a#2", "q"], share: 333_333 },
      ],
      messages: ["r: cpu 1.001 of 1"],
    },
    {
      what: "a batch task that does not fit alone",
      document: {
        mode: "batch",
        exclusive: true,
        resources: [
          { id: "r", capacity: { cpu: 1 } },
          { id: "q", capacity: { cpu: "1.001" } },
        ],
        tasks: [{ id: "a", count: 2, runtime: "1s", demand: { cpu: "1.001" } }],
      },
      lawful: [{ on: ["a#1", "q"] }, { on: ["a#2", "q"], start: 1000 }],
      broken: [{ on: ["a#1", "q"] }, { on: ["a#2", "r"] }],
      messages: ["a#2 on r: cpu 1.001 of 1"],
    },
  ],
  devices: [
    {
      what: "a device taken whole by two",
      document: onDevices(3, [1, 2]),
      lawful: [
        { on: ["t0", "r"], devices: [2] },
        { on: ["t1", "r"], devices: [0, 1] },
      ],
      broken: [
        { on: ["t0", "r"], devices: [1] },
        { on: ["t1", "r"], devices: [0, 1] },
      ],
      messages: ["r: device 1 (gpu) is taken 2 times"],
    },
    {
      what: "shares of more than a device",
      document: onDevices(2, [0.5, 0.5, 0.25]),
      lawful: [
        { on: ["t0", "r"], devices: [1] },
        { on: ["t1", "r"], devices: [1] },
        { on: ["t2", "r"], devices: [0] },
      ],
      broken: [
        { on: ["t0", "r"], devices: [1] },
        { on: ["t1", "r"], devices: [1] },
        { on: ["t2", "r"], devices: [1] },
      ],
      messages: ["r: device 1 (gpu) is taken 1.25 times"],
    },
    {
      what: "shares of a thousandth more than a device",
      document: onDevices(2, [0.5, 0.499, 0.001, 0.001]),
      lawful: [
        { on: ["t0", "r"], devices: [1] },
        { on: ["t1", "r"], devices: [1] },
        { on: ["t2", "r"], devices: [1] },
        { on: ["t3", "r"], devices: [0] },
      ],
      broken: [
        { on: ["t0", "r"], devices: [1] },
        { on: ["t1", "r"], devices: [1] },
        { on: ["t2", "r"], devices: [1] },
        { on: ["t3", "r"], devices: [1] },
      ],
      messages: ["r: device 1 (gpu) is taken 1.001 times"],
    },
    {
      what: "a share on a device taken whole",
      document: onDevices(2, [0.1, 1]),
      lawful: [
        { on: ["t0", "r"], devices: [0] },
        { on: ["t1", "r"], devices: [1] },
      ],
      broken: [
        { on: ["t0", "r"], devices: [1] },
        { on: ["t1", "r"], devices: [1] },
      ],
      messages: ["r: device 1 (gpu) is taken 1.1 times"],
    },
    {
      what: "too few devices",
      document: onDevices(2, [2]),
      lawful: [{ on: ["t0", "r"], devices: [0, 1] }],
      broken: [{ on: ["t0", "r"], devices: [0] }],
      messages: ["t0 on r: lists 1 gpu devices, needs 2 of 2"],
    },
    {
      what: "too many devices",
      document: onDevices(2, [0.5]),
      lawful: [{ on: ["t0", "r"], devices: [1] }],
      broken: [{ on: ["t0", "r"], devices: [0, 1] }],
      messages: ["t0 on r: lists 2 gpu devices, needs 1 of 2"],
    },
    {
      what: "devices for a task that asks for none",
      document: onDevices(2, [0]),
      lawful: [{ on: ["t0", "r"] }],
      broken: [{ on: ["t0", "r"], devices: [0] }],
      messages: ["t0 on r: lists 1 gpu devices, needs 0 of 2"],
    },
    {
      what: "a device listed twice",
      document: onDevices(2, [2]),
      lawful: [{ on: ["t0", "r"], devices: [0, 1] }],
      broken: [{ on: ["t0", "r"], devices: [1, 1] }],
      messages: ["t0 on r: device 1 is listed twice or out of order"],
    },
    {
      what: "a device beyond the last",
      document: onDevices(2, [1]),
      lawful: [{ on: ["t0", "r"], devices: [1] }],
      broken: [{ on: ["t0", "r"], devices: [1, 2] }],
      messages: ["t0 on r: lists a device that the resource does not have"],
    },
    {
      what: "devices of the wrong dimension: gpus are 0 and 1, tpus 2",
      document: {
        resources: [{ id: "r", devices: { gpu: 2, tpu: 1 } }],
        tasks: [{ id: "a", demand: { tpu: 1 } }],
      },
      lawful: [{ on: ["a", "r"], devices: [2] }],
      broken: [{ on: ["a", "r"], devices: [1] }],
      messages: [
        "a on r: lists 1 gpu devices, needs 0 of 2",
        "a on r: lists 0 tpu devices, needs 1 of 1",
      ],
    },
    {
      what: "devices in batch mode",
      document: { ...onDevices(2, [2, 1]), mode: "batch", exclusive: true },
      lawful: [{ on: ["t0", "r"] }, { on: ["t1", "r"], start: 1000, devices: [1] }],
      broken: [
        { on: ["t0", "r"], devices: [] },
        { on: ["t1", "r"], start: 1000 },
      ],
      messages: ["t0 on r: lists 0 gpu devices, needs 2 of 2"],
    },
  ],
  overlap: [
    {
      what: "two tasks at once",
      document: { ...batch, tasks: [{ id: "a", count: 2, runtime: "2s" }] },
      lawful: [{ on: ["a#1", "r"], start: 2000 }, { on: ["a#2", "r"] }],
      broken: [{ on: ["a#1", "r"], start: 1999 }, { on: ["a#2", "r"] }],
      messages: ["a#1 on r: starts at 1s999ms, but a#2 runs until 2s"],
    },
    {
      what: "a task of no length: at the edges, not inside",
      document: {
        ...batch,
        tasks: [
          { id: "a", runtime: "2s" },
          { id: "z", count: 4, runtime: "0s" },
        ],
      },
      lawful: [
        { on: ["a", "r"], start: 1000 },
        { on: ["z#1", "r"], start: 1000 },
        { on: ["z#2", "r"], start: 3000 },
        { on: ["z#3", "r"], start: 3000 },
        { on: ["z#4", "q"], start: 2000 },
      ],
      broken: [
        { on: ["a", "r"], start: 1000 },
        { on: ["z#1", "r"], start: 1001 },
        { on: ["z#2", "r"], start: 2999 },
        { on: ["z#3", "r"], start: 3000 },
        { on: ["z#4", "r"], start: 1000 },
      ],
      messages: [
        "z#1 on r: starts at 1s1ms, but a runs until 3s",
        "z#2 on r: starts at 2s999ms, but a runs until 3s",
      ],
    },
    {
      what: "a long task under two short ones",
      document: {
        ...batch,
        tasks: [
          { id: "a", runtime: "9s" },
          { id: "b", count: 2, runtime: "1s" },
        ],
      },
      lawful: [{ on: ["a", "r"] }, { on: ["b#1", "q"] }, { on: ["b#2", "q"], start: 1000 }],
      broken: [
        { on: ["a", "r"] },
        { on: ["b#1", "r"], start: 1000 },
        { on: ["b#2", "r"], start: 3000 },
      ],
      messages: [
        "b#1 on r: starts at 1s, but a runs until 9s",
        "b#2 on r: starts at 3s, but a runs until 9s",
      ],
    },
  ],
  release: [
    {
      what: "a start before the release",
      document: { ...batch, tasks: [{ id: "a", runtime: "1s", release: "1m" }] },
      lawful: [{ on: ["a", "r"], start: 60_000 }],
      broken: [{ on: ["a", "r"], start: 59_999 }],
      messages: ["a on r: starts at 59s999ms, released at 1m"],
    },
  ],
  totals: [
    {
      what: "1000 thousandths x an end that is one ms too late to be exact",
      document: {
        ...batch,
        objectives: ["weighted-completion"],
        tasks: [{ id: "a", runtime: "1ms", weight: 1 }],
      },
      lawful: [{ on: ["a", "r"], start: 9_007_199_254_739 }],
      broken: [{ on: ["a", "r"], start: 9_007_199_254_740 }],
      messages: [
        "the plan comes to weighted-completion of about 9007199254741000, and sums past 2^53 are not exact; its last piece ends after 104249d23h47m34s741ms",
      ],
    },
  ],
  deadline: [
    {
      what: "an end after the deadline",
      document: { ...batch, tasks: [{ id: "a", runtime: "1s", deadline: "1h" }] },
      lawful: [{ on: ["a", "r"], start: 3_599_000 }],
      broken: [{ on: ["a", "r"], start: 3_599_001 }],
      messages: ["a on r: ends at 1h1ms, deadline 1h"],
    },
  ],
  window: [
    {
      what: "outside the resource's window",
      document: {
        mode: "batch",
        exclusive: true,
        resources: [{ id: "r", available: { from: "1s", until: "5s" } }],
        tasks: [{ id: "a", count: 2, runtime: "2s" }],
      },
      lawful: [
        { on: ["a#1", "r"], start: 1000 },
        { on: ["a#2", "r"], start: 3000 },
      ],
      broken: [
        { on: ["a#1", "r"], start: 999 },
        { on: ["a#2", "r"], start: 3001 },
      ],
      messages: [
        "a#1 on r: starts at 999ms, available from 1s",
        "a#2 on r: ends at 5s1ms, available until 5s",
      ],
    },
  ],
  replicas: [
    {
      what: "two replicas on one resource",
      document: placement([{ id: "a", replicas: 2 }]),
      lawful: [{ on: ["a", "r"] }, { on: ["a", "q"] }],
      broken: [{ on: ["a", "r"] }, { on: ["a", "r"] }],
      messages: ["a on r: two replicas on one resource"],
    },
    {
      what: "two replicas in one zone",
      document: inZones({ count: 2, across: "zone" }),
      lawful: [{ on: ["a", "r#2"] }, { on: ["a", "q"] }],
      broken: [{ on: ["a", "r#1"] }, { on: ["a", "r#2"] }],
      messages: ["a: two replicas with zone eu"],
    },
  ],
  colocate: [
    {
      what: "members apart, even copies of one resource",
      document: {
        resources: [{ id: "r", count: 2 }],
        tasks: [
          { id: "a", count: 2, colocate: "g" },
          { id: "b", colocate: ["h", "g"], optional: true },
        ],
      },
      lawful: [{ on: ["a#1", "r#2"] }, { on: ["a#2", "r#2"] }],
      broken: [{ on: ["a#1", "r#2"] }, { on: ["a#2", "r#2"] }, { on: ["b", "r#1"] }],
      messages: ["group g: b on r#1, but a#1 on r#2"],
    },
  ],
  separate: [
    {
      what: "members together",
      document: placement([
        { id: "a", count: 2, separate: "w" },
        { id: "b", separate: "w", optional: true },
      ]),
      lawful: [{ on: ["a#1", "r"] }, { on: ["a#2", "q"] }],
      broken: [{ on: ["a#1", "r"] }, { on: ["a#2", "q"] }, { on: ["b", "q"] }],
      messages: ["group w: a#2 and b on q"],
    },
  ],
  budget: [
    {
      what: "a micro-dollar too much",
      document: {
        budget: "1.999999",
        resources: [{ id: "r" }],
        tasks: [
          { id: "a", cost: "1.999999" },
          { id: "b", cost: "0.000001", optional: true },
        ],
      },
      lawful: [{ on: ["a", "r"] }],
      broken: [{ on: ["a", "r"] }, { on: ["b", "r"] }],
      messages: ["costs $2 of $1.999999"],
    },
    {
      what: "pieces and one rent for each used copy: 2 x 1.5 + 2 x 4 = 11 with two used, 7 with one",
      document: {
        budget: 7,
        period: "2h",
        resources: [{ id: "r", count: 2, price: "1.5/h", fixed_price: 1 }],
        tasks: [{ id: "a", count: 2, cost: 1.5 }],
      },
      lawful: [{ on: ["a#1", "r#1"] }, { on: ["a#2", "r#1"] }],
      broken: [{ on: ["a#1", "r#1"] }, { on: ["a#2", "r#2"] }],
      messages: ["costs $11 of $7"],
    },
  ],
};

/** Cases of each rule by its name; none of one that has no case yet. */
export const RULE_CASES: Readonly<Record<string, readonly Case[]>> = Object.fromEntries(
  RULES.map(({ name }) => [
    name,
    [...(CASES[name] ?? []), ...(SCHEDULE_CASES[name] ?? []), ...(OVER_TIME[name] ?? [])],
  ]),
);

/** The instance of a case. */
export function instanceOf({ document, begun }: Pick<Case, "document" | "begun">): Instance {
  const parsed = parseInstance({ mode: "placement", ...document });
  return begun === undefined ? parsed : pinnedTo(parsed, begun);
}

/** What has begun when a plan is made anew. */
function pinnedTo(instance: Instance, begun: readonly Row[]): Instance {
  const pinned = [...piecesOf(planOf(instance, begun))];
  return { ...instance, earlier: { pinned } };
}

function placement(tasks: readonly object[]): object {
  return { resources: [{ id: "r" }, { id: "q" }], tasks };
}

function onDevices(devices: number, demands: readonly number[]): object {
  return {
    resources: [{ id: "r", devices: { gpu: devices } }],
    tasks: demands.map((gpu, i) => ({ id: `t${i}`, runtime: "1s", demand: { gpu } })),
  };
}

export function inZones(replicas: object): object {
  return {
    resources: [
      { id: "r", count: 2, labels: { zone: "eu" } },
      { id: "q", labels: { zone: "us" } },
      { id: "bare", labels: { rack: "1" } },
    ],
    tasks: [{ id: "a", replicas, optional: true }],
  };
}

/** The plan of rows by ids. */
export function planOf(instance: Instance, rows: readonly Row[]): Plan {
  const pieces = rows.map(({ on: [task, resource], ...rest }) => {
    const [t, r] = [findTaskCopy(instance, task), findResourceCopy(instance, resource)];
    if (t === undefined || r === undefined) throw new Error(`No ${task} or no ${resource}.`);
    return { task: t, resource: r, ...rest };
  });
  return buildPlan(instance, pieces);
}
