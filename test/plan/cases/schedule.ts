import type { Case } from "./case.ts";
import { alone, beside, host, S } from "./documents.ts";

/** Rules that only hold where tasks run side by side: what begins when on one resource. */
export const SCHEDULE_CASES: Readonly<Record<string, readonly Case[]>> = {
  pinned: [
    {
      what: "a piece that has begun keeps its start, its resource copy and its devices",
      document: beside([{ id: "a", count: 3, runtime: "2s", demand: { gpu: 1 } }]),
      begun: [
        { on: ["a#1", "h"], start: 1 * S, devices: [1] },
        { on: ["a#2", "h"], start: 1 * S, devices: [0] },
      ],
      lawful: [
        { on: ["a#1", "h"], start: 1 * S, devices: [1] },
        { on: ["a#2", "h"], start: 1 * S, devices: [0] },
        { on: ["a#3", "h"], start: 3 * S, devices: [1] },
      ],
      broken: [
        { on: ["a#1", "h"], start: 1 * S, devices: [0] },
        { on: ["a#2", "h"], start: 3 * S, devices: [0] },
        { on: ["a#3", "h"], start: 3 * S, devices: [1] },
      ],
      messages: [
        "a#1 on h: is not where or when it began",
        "a#2 on h: is not where or when it began",
        "a#1: began on h at 1s and stays as it is",
        "a#2: began on h at 1s and stays as it is",
      ],
    },
    {
      what: "each worker of a gang stays on its copy, and an optional task that has begun is not left out",
      document: {
        mode: "batch",
        resources: [{ ...host, count: 2 }],
        tasks: [
          { id: "g", workers: 3, runtime: "2s", demand: { cpu: 1 } },
          { id: "o", runtime: "2s", demand: { cpu: 1 }, optional: true },
        ],
      },
      begun: [
        { on: ["g", "h#1"] },
        { on: ["g", "h#1"] },
        { on: ["g", "h#2"] },
        { on: ["o", "h#2"] },
      ],
      lawful: [
        { on: ["g", "h#1"] },
        { on: ["g", "h#1"] },
        { on: ["g", "h#2"] },
        { on: ["o", "h#2"] },
      ],
      broken: [{ on: ["g", "h#1"] }, { on: ["g", "h#2"] }, { on: ["g", "h#2"] }],
      messages: [
        "g on h#2: is not where or when it began",
        "g: began on h#1 at 0s and stays as it is",
        "o: began on h#2 at 0s and stays as it is",
      ],
    },
  ],
  exclusive: [
    {
      what: "an exclusive resource runs one piece at a time, also one of length 0",
      document: alone({
        tasks: [
          { id: "a", runtime: "2s" },
          { id: "z", runtime: "0s" },
        ],
      }),
      lawful: [{ on: ["a", "h"] }, { on: ["z", "h"], start: 2 * S }],
      broken: [{ on: ["a", "h"] }, { on: ["z", "h"], start: 1 * S }],
      messages: ["z on h: starts at 1s, but a runs until 2s and they may not share"],
    },
    {
      what: "an exclusive task has its resource to itself",
      document: beside([
        { id: "a", runtime: "2s", demand: { cpu: 1 } },
        { id: "x", runtime: "2s", demand: { cpu: 1 }, exclusive: true },
      ]),
      lawful: [{ on: ["a", "h"] }, { on: ["x", "h"], start: 2 * S }],
      broken: [{ on: ["a", "h"], start: 1999 }, { on: ["x", "h"] }],
      messages: ["a on h: starts at 1s999ms, but x runs until 2s and they may not share"],
    },
  ],
  setup: [
    {
      what: "setup between families, none within one",
      document: alone({
        setup: [{ from: "bert", to: "gpt", time: "3s" }],
        tasks: [
          { id: "a", runtime: "1s", family: "bert" },
          { id: "b", runtime: "1s", family: "bert" },
          { id: "c", runtime: "1s", family: "gpt" },
        ],
      }),
      lawful: [
        { on: ["a", "h"] },
        { on: ["b", "h"], start: 1 * S },
        { on: ["c", "h"], start: 5 * S },
      ],
      broken: [
        { on: ["a", "h"] },
        { on: ["b", "h"], start: 1 * S },
        { on: ["c", "h"], start: 4999 },
      ],
      messages: ["c on h: starts at 4s999ms, but b ends at 2s and the setup takes 3s"],
    },
    {
      what: "of two that start at once the one that ends first comes first",
      document: alone({
        setup: [{ from: "gpt", to: "bert", time: "3s" }],
        tasks: [
          { id: "a", runtime: "1s", family: "bert" },
          { id: "z", runtime: "0s", family: "gpt" },
        ],
      }),
      lawful: [{ on: ["a", "h"], start: 3 * S }, { on: ["z", "h"] }],
      broken: [{ on: ["a", "h"] }, { on: ["z", "h"] }],
      messages: ["a on h: starts at 0s, but z ends at 0s and the setup takes 3s"],
    },
    {
      what: "of two at one instant the one that stands first in the plan comes first",
      document: alone({
        setup: [{ from: "gpt", to: "bert", time: "1s" }],
        tasks: [
          { id: "x", runtime: "0s", family: "bert" },
          { id: "y", runtime: "0s", family: "gpt" },
        ],
      }),
      lawful: [{ on: ["x", "h"] }, { on: ["y", "h"] }],
      broken: [{ on: ["x", "h"], start: 999 }, { on: ["y", "h"] }],
      messages: ["x on h: starts at 999ms, but y ends at 0s and the setup takes 1s"],
    },
    {
      what: "a piece without a family ends what the one before it asked for",
      document: alone({
        setup: [{ from: "bert", to: "gpt", time: "3s" }],
        tasks: [
          { id: "a", runtime: "1s", family: "bert" },
          { id: "b", runtime: "1s", family: "gpt" },
          { id: "z", runtime: "0s" },
        ],
      }),
      lawful: [
        { on: ["a", "h"] },
        { on: ["b", "h"], start: 2 * S },
        { on: ["z", "h"], start: 1 * S },
      ],
      broken: [
        { on: ["a", "h"] },
        { on: ["b", "h"], start: 2 * S },
        { on: ["z", "h"], start: 3 * S },
      ],
      messages: ["b on h: starts at 2s, but a ends at 1s and the setup takes 3s"],
    },
  ],
  maintenance: [
    {
      what: "nothing runs during maintenance",
      document: beside([{ id: "a", runtime: "2s", demand: { cpu: 1 } }], {
        resources: [{ ...host, maintenance: [{ from: "2s", until: "4s" }] }],
      }),
      lawful: [{ on: ["a", "h"] }],
      broken: [{ on: ["a", "h"], start: 1 }],
      messages: ["a on h: runs from 1ms to 2s1ms, maintenance is from 2s to 4s"],
    },
    {
      what: "what takes no time stands where maintenance begins or ends, and nowhere inside",
      document: beside([{ id: "z", count: 3, runtime: "0s", demand: { cpu: 1 } }], {
        resources: [{ ...host, maintenance: [{ from: "2s", until: "4s" }] }],
      }),
      lawful: [
        { on: ["z#1", "h"], start: 2 * S },
        { on: ["z#2", "h"], start: 4 * S },
        { on: ["z#3", "h"] },
      ],
      broken: [
        { on: ["z#1", "h"], start: 2 * S + 1 },
        { on: ["z#2", "h"], start: 4 * S - 1 },
        { on: ["z#3", "h"] },
      ],
      messages: [
        "z#1 on h: runs from 2s1ms to 2s1ms, maintenance is from 2s to 4s",
        "z#2 on h: runs from 3s999ms to 3s999ms, maintenance is from 2s to 4s",
      ],
    },
    {
      what: "a piece begins where maintenance ends, each list for its own resource",
      document: beside([{ id: "a", count: 2, runtime: "2s", demand: { cpu: 1 } }], {
        resources: [
          { ...host, maintenance: [{ from: "0s", until: "4s" }] },
          { ...host, id: "g" },
        ],
      }),
      lawful: [
        { on: ["a#1", "h"], start: 4 * S },
        { on: ["a#2", "g"], start: 1 * S },
      ],
      broken: [
        { on: ["a#1", "h"], start: 4 * S - 1 },
        { on: ["a#2", "g"], start: 1 * S },
      ],
      messages: ["a#1 on h: runs from 3s999ms to 5s999ms, maintenance is from 0s to 4s"],
    },
  ],
};
