import { describe, expect, it } from "vitest";
import { provesInfeasible } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";

const HOST = { id: "h", capacity: { cpu: 1 } };
const OVER_TIME = { mode: "batch", resources: [HOST] };
const CLOSED = {
  mode: "batch",
  resources: [{ ...HOST, maintenance: [{ from: "2s", until: "3s" }] }],
};
/** One second of work. */
const short = (id: string) => ({ id, demand: { cpu: 1 }, runtime: "1s" });

describe("infeasibility", () => {
  it.each([
    [
      "work before a late release does not count against the time after it",
      {
        mode: "batch",
        exclusive: true,
        resources: [{ id: "a" }],
        tasks: [
          { id: "x", runtime: "3s", deadline: "6s" },
          { id: "y", runtime: "3s", release: "3s", deadline: "6s" },
        ],
      },
    ],
    [
      "colocated tasks may fill a resource to the brim",
      {
        resources: [{ id: "a", capacity: { cpu: 8 } }],
        tasks: [{ id: "x", count: 2, demand: { cpu: 4 }, colocate: "g" }],
      },
    ],
    [
      "a colocated group may run on when its first member is due",
      {
        mode: "batch",
        exclusive: true,
        resources: [{ id: "a" }],
        tasks: [
          { id: "x", runtime: "3s", deadline: "3s", colocate: "g" },
          { id: "y", runtime: "3s", deadline: "6s", colocate: "g" },
        ],
      },
    ],
    [
      "what takes no time may run at the instant at which maintenance begins",
      {
        ...CLOSED,
        tasks: [{ id: "x", demand: { cpu: 1 }, runtime: "0s", release: "2s", deadline: "2s" }],
      },
    ],
    [
      "what takes no time may run at the instant at which it ends",
      {
        ...CLOSED,
        tasks: [{ id: "x", demand: { cpu: 1 }, runtime: "0s", release: "2500ms", deadline: "3s" }],
      },
    ],
    [
      "a budget may be spent to the last cent",
      { resources: [{ id: "a" }], tasks: [{ id: "x", cost: 2.5 }], budget: 2.5 },
    ],
  ])("says nothing where there is a plan: %s", (_, document) => {
    expect(provesInfeasible(parseInstance({ mode: "placement", ...document }))).toBeUndefined();
  });

  const a = { id: "a", capacity: { cpu: 4, memory: "80GiB" } };
  const b = { id: "b", capacity: { cpu: 8, memory: "16GiB" }, labels: { zone: "eu" } };
  it.each([
    [
      "memory",
      { resources: [a, b], tasks: [{ id: "x", demand: { memory: "96GiB" } }] },
      'Task "x" needs 96GiB memory, the largest eligible resource has 80GiB.',
    ],
    [
      "two dimensions",
      { resources: [a, b], tasks: [{ id: "x", demand: { cpu: 6, memory: "32GiB" } }] },
      'Task "x" fits on no resource. The nearest is "a": needs 6 cpu, has 4.',
    ],
    [
      "eligibility",
      { resources: [a, b], tasks: [{ id: "x", eligible: { zone: "eu" }, forbidden: ["b"] }] },
      'Task "x" is eligible on none of the resources.',
    ],
    [
      "replicas",
      { resources: [a, b], tasks: [{ id: "x", replicas: { count: 2, across: "zone" } }] },
      'Task "x" needs 2 replicas on resources with distinct values of "zone", and only 1 can hold one.',
    ],
    [
      "total demand",
      { resources: [a, b], tasks: [{ id: "x", count: 4, demand: { cpu: 4 } }] },
      "The tasks need at least 16 cpu together, and all resources have 12.",
    ],
    [
      "separate",
      { resources: [a, b], tasks: [{ id: "x", count: 3, separate: "web" }] },
      'Separate group "web" has 3 members to place, and only 2 resource copies could hold one.',
    ],
    [
      "separate, and an optional member that could go elsewhere",
      {
        resources: [a, b],
        tasks: [
          { id: "x", count: 2, separate: "web", forbidden: ["b"] },
          { id: "y", separate: "web", optional: true },
        ],
      },
      'Separate group "web" has 2 members to place, and only 1 resource copies could hold one.',
    ],
    [
      "a chain",
      {
        ...OVER_TIME,
        tasks: [short("x"), { ...short("y"), after: "x", deadline: "1999ms" }],
      },
      'Task "y" waits for "x", ends at 2s at the earliest on "h" and must end there by 1s999ms.',
    ],
    [
      "a chain, also where the release is as late",
      {
        ...OVER_TIME,
        resources: [{ ...HOST, maintenance: [{ from: "1500ms", until: "3s" }] }],
        tasks: [short("x"), { ...short("y"), after: "x", release: "1s", deadline: "3999ms" }],
      },
      'Task "y" waits for "x", ends at 4s at the earliest on "h" and must end there by 3s999ms.',
    ],
    [
      "a release behind the chain",
      {
        ...OVER_TIME,
        resources: [{ ...HOST, maintenance: [{ from: "1500ms", until: "3s" }] }],
        tasks: [short("x"), { ...short("y"), after: "x", release: "1001ms", deadline: "3999ms" }],
      },
      'Task "y" ends at 4s at the earliest on "h" and must end there by 3s999ms.',
    ],
    [
      "an instant inside maintenance",
      {
        ...CLOSED,
        tasks: [{ ...short("x"), runtime: "0s", release: "2001ms", deadline: "2999ms" }],
      },
      'Task "x" ends at 3s at the earliest on "h" and must end there by 2s999ms.',
    ],
    [
      "colocate",
      { resources: [a, b], tasks: [{ id: "x", count: 2, demand: { cpu: 5 }, colocate: "g" }] },
      'No resource can hold the colocated tasks "x" together: they need 10 cpu, the largest has 8.',
    ],
    [
      "budget",
      { resources: [a], tasks: [{ id: "x", cost: 2.5 }], budget: 2 },
      "Every plan costs at least $2.5 (cheapest-pairs-and-prices); the budget is $2.",
    ],
    [
      "divisible",
      { resources: [a], tasks: [{ id: "x", demand: { cpu: 8 }, divisible: true }] },
      'Task "x" can run at most 0.5 of itself on all resources together.',
    ],
    [
      "time",
      {
        mode: "batch",
        exclusive: true,
        resources: [{ id: "a", count: 2, available: { until: "10s" } }],
        tasks: [{ id: "x", count: 3, runtime: "7s" }],
      },
      "The tasks that run at any time need at least 21s of resource time together, and the windows leave 20s.",
    ],
    [
      "deadline",
      {
        mode: "batch",
        exclusive: true,
        resources: [{ id: "a" }],
        tasks: [{ id: "x", count: 3, runtime: "2s", release: "1s", deadline: "6s" }],
      },
      "The tasks that run from 1s on until 6s need at least 6s of resource time together, and the windows leave 5s.",
    ],
    [
      "no time",
      {
        mode: "batch",
        exclusive: true,
        resources: [{ id: "a" }],
        tasks: [{ id: "x", runtime: "9s", deadline: "6s" }],
      },
      'Task "x" runs 9s, and only 6s is left between its times and those of its best resource.',
    ],
  ])("names what is short: %s", (_, document, sentence) => {
    expect(provesInfeasible(parseInstance({ mode: "placement", ...document }))).toBe(sentence);
  });
});
