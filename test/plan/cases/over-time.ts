import type { Case } from "./case.ts";
import { beside, host, S } from "./documents.ts";

/** Rules that hold in every mode, broken over time. */
export const OVER_TIME_CASES: Readonly<Record<string, readonly Case[]>> = {
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
