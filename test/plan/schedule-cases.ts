import type { Case } from "./case.ts";

const host = { id: "h", devices: { gpu: 2 }, capacity: { cpu: 4 } };
const alone = (fields: object = {}) => ({
  mode: "batch",
  exclusive: true,
  resources: [{ id: "h" }, { id: "g" }],
  limits: [{ name: "licence", capacity: 9 }],
  ...fields,
});
const beside = (tasks: readonly object[], fields: object = {}) => ({
  mode: "batch",
  resources: [host],
  tasks,
  ...fields,
});
const S = 1000;

/** One broken rule each, of those that only hold over time with tasks side by side. */
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

/** Rules that hold in every mode, broken over time. */
export const OVER_TIME: Readonly<Record<string, readonly Case[]>> = {
  capacity: [
    {
      what: "side by side at every instant",
      document: beside([
        { id: "a", runtime: "2s", demand: { cpu: 3 } },
        { id: "b", runtime: "2s", demand: { cpu: 2 } },
        { id: "z", runtime: "0s", demand: { cpu: 4 } },
      ]),
      lawful: [
        { on: ["a", "h"] },
        { on: ["b", "h"], start: 2 * S },
        { on: ["z", "h"], start: 1 * S },
      ],
      broken: [{ on: ["a", "h"] }, { on: ["b", "h"], start: 1999 }, { on: ["z", "h"] }],
      messages: ["h: from 1s999ms on cpu 5 of 4"],
    },
    {
      what: "what passes the capacity by a thousandth",
      document: beside([
        { id: "a", runtime: "2s", demand: { cpu: "2001m" } },
        { id: "b", runtime: "2s", demand: { cpu: 2 } },
        { id: "c", runtime: "2s", demand: { cpu: "1999m" } },
      ]),
      lawful: [{ on: ["a", "h"] }, { on: ["b", "h"], start: 2 * S }, { on: ["c", "h"] }],
      broken: [{ on: ["a", "h"] }, { on: ["b", "h"] }, { on: ["c", "h"], start: 2 * S }],
      messages: ["h: from 0s on cpu 4.001 of 4"],
    },
  ],
  devices: [
    {
      what: "a device is used by one piece at a time, shares of it together",
      document: beside([
        { id: "a", runtime: "2s", demand: { gpu: 0.6 } },
        { id: "b", runtime: "2s", demand: { gpu: 0.5 } },
      ]),
      lawful: [
        { on: ["a", "h"], devices: [0] },
        { on: ["b", "h"], start: 2 * S, devices: [0] },
      ],
      broken: [
        { on: ["a", "h"], devices: [0] },
        { on: ["b", "h"], start: 1 * S, devices: [0] },
      ],
      messages: ["h: from 1s on device 0 (gpu) is taken 1.1 times"],
    },
    {
      what: "shares that pass a device by a thousandth",
      document: beside([
        { id: "a", runtime: "2s", demand: { gpu: 0.5 } },
        { id: "b", runtime: "2s", demand: { gpu: "501m" } },
        { id: "c", runtime: "2s", demand: { gpu: "499m" } },
      ]),
      lawful: [
        { on: ["a", "h"], devices: [0] },
        { on: ["b", "h"], devices: [1] },
        { on: ["c", "h"], devices: [1] },
      ],
      broken: [
        { on: ["a", "h"], devices: [0] },
        { on: ["b", "h"], devices: [0] },
        { on: ["c", "h"], devices: [1] },
      ],
      messages: ["h: from 0s on device 0 (gpu) is taken 1.001 times"],
    },
  ],
  assignment: [
    {
      what: "all workers or none",
      document: beside([{ id: "a", runtime: "1s", demand: { cpu: 1 }, workers: 3 }]),
      lawful: [{ on: ["a", "h"] }, { on: ["a", "h"] }, { on: ["a", "h"] }],
      broken: [{ on: ["a", "h"] }, { on: ["a", "h"] }],
      messages: ["a: placed 2 times instead of 3 times"],
    },
  ],
  deadline: [
    {
      what: "what takes no time may end just when it is released",
      document: beside([
        { id: "z", runtime: "0s", demand: { cpu: 1 }, release: "4s", deadline: "4s" },
      ]),
      lawful: [{ on: ["z", "h"], start: 4 * S }],
      broken: [{ on: ["z", "h"], start: 4 * S + 1 }],
      messages: ["z on h: ends at 4s1ms, deadline 4s"],
    },
  ],
  release: [
    {
      what: "not a millisecond before the release",
      document: beside([
        { id: "z", runtime: "0s", demand: { cpu: 1 }, release: "4s", deadline: "4s" },
      ]),
      lawful: [{ on: ["z", "h"], start: 4 * S }],
      broken: [{ on: ["z", "h"], start: 4 * S - 1 }],
      messages: ["z on h: starts at 3s999ms, released at 4s"],
    },
  ],
  window: [
    {
      what: "what takes no time stands where a window begins or ends",
      document: beside([{ id: "z", count: 2, runtime: "0s", demand: { cpu: 1 } }], {
        resources: [{ ...host, available: { from: "1s", until: "5s" } }],
      }),
      lawful: [
        { on: ["z#1", "h"], start: 1 * S },
        { on: ["z#2", "h"], start: 5 * S },
      ],
      broken: [
        { on: ["z#1", "h"], start: 1 * S - 1 },
        { on: ["z#2", "h"], start: 5 * S + 1 },
      ],
      messages: [
        "z#1 on h: starts at 999ms, available from 1s",
        "z#2 on h: ends at 5s1ms, available until 5s",
      ],
    },
  ],
};
