import type { Case } from "./case.ts";
import { inZones, placement } from "./documents.ts";

/** Rules on what stands where, broken in a placement or in any mode. */
export const PLACEMENT_CASES: Readonly<Record<string, readonly Case[]>> = {
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
