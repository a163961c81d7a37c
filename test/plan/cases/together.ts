import type { Case } from "./case.ts";
import { alone, beside, S } from "./documents.ts";

/** Rules that only hold where tasks run side by side: what tasks have to do with each other. */
export const TOGETHER_CASES: Readonly<Record<string, readonly Case[]>> = {
  precedence: [
    {
      what: "a lag after the end",
      document: beside([
        { id: "a", runtime: "1s", demand: { cpu: 1 }, count: 2 },
        { id: "b", runtime: "1s", demand: { cpu: 1 }, after: { task: "a", lag: "1s" } },
      ]),
      lawful: [
        { on: ["a#1", "h"] },
        { on: ["a#2", "h"], start: 1 * S },
        { on: ["b", "h"], start: 3 * S },
      ],
      broken: [
        { on: ["a#1", "h"] },
        { on: ["a#2", "h"], start: 1 * S },
        { on: ["b", "h"], start: 2 * S },
      ],
      messages: ["b: starts at 2s, but a#2 ends at 2s and 1s must pass"],
    },
    {
      what: "what is waited for is placed",
      document: beside([
        { id: "a", runtime: "1s", demand: { cpu: 1 }, optional: true },
        { id: "b", runtime: "1s", demand: { cpu: 1 }, optional: true, after: "a" },
      ]),
      lawful: [{ on: ["a", "h"] }],
      broken: [{ on: ["b", "h"], start: 1 * S }],
      messages: ["b: waits for a, which is not placed"],
    },
    {
      what: "every copy of what is waited for is placed, also behind one that is",
      document: beside([
        { id: "a", count: 4, runtime: "1s", demand: { cpu: 1 }, optional: true },
        { id: "b", runtime: "1s", demand: { cpu: 1 }, after: "a" },
      ]),
      lawful: [
        { on: ["a#1", "h"] },
        { on: ["a#2", "h"] },
        { on: ["a#3", "h"] },
        { on: ["a#4", "h"] },
        { on: ["b", "h"], start: 1 * S },
      ],
      broken: [
        { on: ["a#1", "h"] },
        { on: ["a#2", "h"] },
        { on: ["a#4", "h"] },
        { on: ["b", "h"], start: 1 * S },
      ],
      messages: ["b: waits for a#3, which is not placed"],
    },
    {
      what: "stages wait copy by copy",
      document: beside([
        {
          id: "p",
          count: 2,
          runtime: "1s",
          demand: { cpu: 1 },
          stages: [{ id: "x" }, { id: "y" }],
        },
      ]),
      lawful: [
        { on: ["p/x#1", "h"] },
        { on: ["p/x#2", "h"], start: 1 * S },
        { on: ["p/y#1", "h"], start: 1 * S },
        { on: ["p/y#2", "h"], start: 2 * S },
      ],
      broken: [
        { on: ["p/x#1", "h"] },
        { on: ["p/x#2", "h"], start: 1 * S },
        { on: ["p/y#1", "h"], start: 1 * S },
        { on: ["p/y#2", "h"], start: 1 * S },
      ],
      messages: ["p/y#2: starts at 1s, but p/x#2 ends at 2s"],
    },
  ],
  gang: [
    {
      what: "workers start together",
      document: beside([{ id: "a", runtime: "1s", demand: { cpu: 1 }, workers: 2 }]),
      lawful: [{ on: ["a", "h"] }, { on: ["a", "h"] }],
      broken: [{ on: ["a", "h"] }, { on: ["a", "h"], start: 1 }],
      messages: ["a: workers start at 0s and 1ms, not together"],
    },
    {
      what: "workers on one kind with one value of a label",
      document: beside(
        [{ id: "a", runtime: "1s", demand: { cpu: 1 }, workers: { count: 2, within: "rack" } }],
        {
          resources: [
            { id: "h", kind: "k", capacity: { cpu: 1 }, labels: { rack: 1 } },
            { id: "g", kind: "k", capacity: { cpu: 1 }, labels: { rack: 1 } },
            { id: "f", kind: "l", capacity: { cpu: 1 }, labels: { rack: 2 } },
          ],
        },
      ),
      lawful: [{ on: ["a", "h"] }, { on: ["a", "g"] }],
      broken: [{ on: ["a", "h"] }, { on: ["a", "f"] }],
      messages: ["a: workers on kinds k and l", "a: workers with rack 1 and 2"],
    },
    {
      what: "no worker where the label is missing, not even all of them",
      document: beside(
        [{ id: "a", runtime: "1s", demand: { cpu: 1 }, workers: { count: 2, within: "rack" } }],
        {
          resources: [
            { id: "h", kind: "k", capacity: { cpu: 2 } },
            { id: "g", kind: "k", capacity: { cpu: 2 }, labels: { rack: 1 } },
          ],
        },
      ),
      lawful: [{ on: ["a", "g"] }, { on: ["a", "g"] }],
      broken: [{ on: ["a", "h"] }, { on: ["a", "h"] }],
      messages: [
        "a: a worker where there is no label rack",
        "a: a worker where there is no label rack",
      ],
    },
    {
      what: "a single worker stands where the label is too",
      document: beside(
        [{ id: "a", runtime: "1s", demand: { cpu: 1 }, workers: { count: 1, within: "rack" } }],
        {
          resources: [
            { id: "h", kind: "k", capacity: { cpu: 1 } },
            { id: "g", kind: "k", capacity: { cpu: 1 }, labels: { rack: 1 } },
          ],
        },
      ),
      lawful: [{ on: ["a", "g"] }],
      broken: [{ on: ["a", "h"] }],
      messages: ["a: a worker where there is no label rack"],
    },
  ],
  limits: [
    {
      what: "licences at every instant",
      document: alone({
        limits: [{ name: "licence", capacity: 1.5 }],
        tasks: [
          { id: "a", runtime: "2s", limits: { licence: 1 } },
          { id: "b", runtime: "2s", limits: { licence: "501m" } },
        ],
      }),
      lawful: [{ on: ["a", "h"] }, { on: ["b", "g"], start: 2 * S }],
      broken: [{ on: ["a", "h"] }, { on: ["b", "g"], start: 1 * S }],
      messages: ["b on g: from 1s on 1.501 of 1.5 licence are used"],
    },
    {
      what: "what takes no time uses nothing of a limit, but fits into it alone",
      document: alone({
        limits: [{ name: "licence", capacity: 1.5 }],
        tasks: [
          { id: "a", runtime: "2s", limits: { licence: 1 } },
          { id: "y", runtime: "0s", limits: { licence: "1501m" }, optional: true },
          { id: "z", runtime: "0s", limits: { licence: 1.5 }, count: 2 },
        ],
      }),
      lawful: [
        { on: ["a", "h"] },
        { on: ["z#1", "g"], start: 1 * S },
        { on: ["z#2", "g"], start: 1 * S },
      ],
      broken: [
        { on: ["a", "h"] },
        { on: ["y", "g"], start: 3 * S },
        { on: ["z#1", "g"], start: 1 * S },
        { on: ["z#2", "g"], start: 1 * S },
      ],
      messages: ["y on g: from 3s on 1.501 of 1.5 licence are used"],
    },
    {
      what: "the quota of a queue",
      document: beside(
        [
          { id: "a", runtime: "2s", demand: { gpu: 1 }, queue: "red" },
          { id: "b", runtime: "2s", demand: { gpu: 1 }, queue: "red" },
          { id: "c", runtime: "2s", demand: { gpu: 1 } },
        ],
        { limits: [{ name: "red-gpus", dimension: "gpu", capacity: 1, queue: "red" }] },
      ),
      lawful: [
        { on: ["a", "h"], devices: [0] },
        { on: ["b", "h"], start: 2 * S, devices: [0] },
        { on: ["c", "h"], devices: [1] },
      ],
      broken: [
        { on: ["a", "h"], devices: [0] },
        { on: ["b", "h"], start: 1 * S, devices: [1] },
        { on: ["c", "h"], start: 3 * S, devices: [0] },
      ],
      messages: ["b on h: from 1s on 2 of 1 red-gpus are used"],
    },
  ],
};
