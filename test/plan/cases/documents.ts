/** Documents of the cases. */
export const batch = { mode: "batch", exclusive: true, resources: [{ id: "r" }, { id: "q" }] };

/** Of 2 devices and 4 cpu. */
export const host = { id: "h", devices: { gpu: 2 }, capacity: { cpu: 4 } };
/** One at a time on each resource. */
export const alone = (fields: object = {}) => ({
  mode: "batch",
  exclusive: true,
  resources: [{ id: "h" }, { id: "g" }],
  limits: [{ name: "licence", capacity: 9 }],
  ...fields,
});
/** Side by side on one host. */
export const beside = (tasks: readonly object[], fields: object = {}) => ({
  mode: "batch",
  resources: [host],
  tasks,
  ...fields,
});
/** A second in ms. */
export const S = 1000;

/** On two resources without capacities. */
export function placement(tasks: readonly object[]): object {
  return { resources: [{ id: "r" }, { id: "q" }], tasks };
}

/** One task for each demand of devices, on one resource. */
export function onDevices(devices: number, demands: readonly number[]): object {
  return {
    resources: [{ id: "r", devices: { gpu: devices } }],
    tasks: demands.map((gpu, i) => ({ id: `t${i}`, runtime: "1s", demand: { gpu } })),
  };
}

/** A task with replicas on resources in two zones and in none. */
export function inZones(replicas: object): object {
  return {
    resources: [
      { id: "r", count: 2, labels: { zone: "eu" } },
      { id: "q", labels: { zone: "us" } },
      { id: "bare", labels: { rack: "1" } },
    ],
    tasks: [{ id: "a", replicas, optional: true }],
  };
}
