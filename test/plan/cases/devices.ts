import type { Case } from "./case.ts";
import { onDevices } from "./documents.ts";

/** Whole devices and shares of them. */
export const DEVICE_CASES: Readonly<Record<string, readonly Case[]>> = {
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
};
