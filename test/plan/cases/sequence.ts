import type { Case } from "./case.ts";
import { batch } from "./documents.ts";

/** Rules on times where tasks run one after the other, and on totals. */
export const SEQUENCE_CASES: Readonly<Record<string, readonly Case[]>> = {
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
};
