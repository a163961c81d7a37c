/** Equal tasks of some hours on 20 hosts, two at a time on each. */
export const night = (tasks: object, others: object = {}) => ({
  mode: "batch",
  objectives: ["weighted-completion"],
  resources: [{ id: "host", count: 20, capacity: { cpu: 8 } }],
  tasks: [{ id: "t", count: 900, runtime: "4h20m", demand: { cpu: 4 }, ...tasks }],
  ...others,
});
