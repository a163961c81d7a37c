import { type BadDocument, bad, batch, node, resource } from "./make.ts";

/** Faults of resources. */
export const BAD_RESOURCES: readonly BadDocument[] = [
  bad(
    "no resources",
    { mode: "batch", exclusive: true, tasks: [] },
    "/resources",
    "expected a list of resources",
  ),
  bad("an empty list of resources", batch({ resources: [] }), "/resources", "at least one"),
  bad(
    "an id that is another kind",
    batch({ resources: [node, { id: "other", kind: "node" }] }),
    "/resources/0/id",
    "is the kind of /resources/1 too",
  ),
  bad("a speed of zero", resource({ speed: 0 }), "/resources/0/speed", "above 0"),
  bad(
    "half a device",
    resource({ devices: { gpu: 0.5 } }),
    "/resources/0/devices/gpu",
    "whole number",
  ),
  bad(
    "devices given twice",
    resource({ capacity: { gpu: 1 }, devices: { gpu: 1 } }),
    "/resources/0/devices/gpu",
    "stands under capacity too",
  ),
  bad(
    "a label with a comma",
    resource({ labels: { a: "x,y" } }),
    "/resources/0/labels/a",
    "commas",
  ),
];
