import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";

/** Three equal tasks: two fit on the cheap resource, all on the dear one. */
export const BOXES = {
  mode: "placement",
  resources: [
    { id: "small", capacity: { cpu: 2 } },
    { id: "large", capacity: { cpu: 4 } },
  ],
  tasks: [{ id: "t", count: 3, demand: { cpu: 1 }, cost: { small: 1, large: 4 } }],
};

/** The same as an instance, with other fields. */
export const boxes = (extra: object = {}): Instance => parseInstance({ ...BOXES, ...extra });
