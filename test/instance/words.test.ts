import { expect, test } from "vitest";
import { noPlace } from "../../src/bounds/infeasible/no-place.ts";
import { dimensionMeant } from "../../src/instance/dimension-words.ts";
import { objectivesFromText } from "../../src/instance/objective-text.ts";
import { parseInstance } from "../../src/instance/parse.ts";

test.each([
  ["nvidia.com/gpu", "gpu"],
  ["requests.nvidia.com/gpu", "gpu"],
  ["GPUs", "gpu"],
  ["cores", "cpu"],
  ["RAM", "memory"],
  ["gpuu", "gpu"],
  ["licence", undefined],
])("%s means %s", (word, meant) => {
  expect(dimensionMeant(word, ["cpu", "gpu", "memory"])).toBe(meant);
});

const document = (task: object, objectives?: readonly unknown[]) => ({
  mode: "placement",
  ...(objectives !== undefined && { objectives }),
  resources: [
    { id: "a", capacity: { cpu: 8 }, devices: { gpu: 4 }, labels: { gpu: "a100", zone: "eu" } },
    { id: "b", capacity: { cpu: 8 }, labels: { zone: "us" } },
  ],
  tasks: [{ id: "t", ...task }],
});

test.each([
  [
    { eligible: { gpu: "a10" } },
    'none of the resources: no resource has the label gpu: "a10". Maybe one of "a100": these are the values of "gpu".',
  ],
  [{ eligible: { gpux: "a100" } }, 'no resource has the label gpux: "a100". Maybe write "gpu".'],
  [
    { eligible: { zone: ["asia", "africa"] } },
    'label zone: "asia" or "africa". Maybe one of "eu", "us": these are the values of "zone".',
  ],
  [{ demand: { "nvidia.com/gpu": 1 } }, 'and no resource has any. Maybe "gpu" is meant.'],
  [{ demand: { licence: 1 } }, "needs 1 licence, and no resource has any."],
])("an impossible task says which word is at fault: %j", (task, says) => {
  expect(noPlace(parseInstance(document(task)))).toContain(says);
});

test.each([
  ["cost:2", 'expected a percentage such as "2%", got "2". Maybe write "2%".'],
  ["cost:0.02", 'Maybe write "2%", or "0.02%"'],
  ["utilization:nvidia.com/gpu", 'Maybe write "utilization:gpu".'],
  ["cots", 'Maybe write "cost".'],
])("of the objectives %s: %s", (text, says) => {
  const instance = parseInstance(document({}));
  expect(() => objectivesFromText(instance, text)).toThrow(says);
});

test.each([
  [
    "-cost",
    'got "-cost": Berth minimises cost, and there is no maximising it. Maybe write "cost".',
  ],
  ["+makespan", 'Berth minimises makespan without being told. Maybe write "makespan".'],
  ["max:price", 'got "max:price": Berth minimises cost, and there is no maximising it.'],
  ["minimize(cost)", "Berth minimises cost without being told."],
  ["maximise throughput", "Berth maximises throughput without being told."],
  ["-utilization:gpu", 'and there is no minimising it. Maybe write "utilization:gpu".'],
])("an objective with a direction is told what happens with it: %s", (text, says) => {
  expect(() => objectivesFromText(parseInstance(document({})), text)).toThrow(says);
  expect(() => parseInstance(document({}, [text]))).toThrow(says);
});

test.each([
  [
    { maximize: "cost" },
    'got "maximize: cost": Berth minimises cost, and there is no maximising it.',
  ],
  [{ objective: "cost", sense: "max" }, "Maybe leave it out: cost is always minimised."],
  [{ objective: "throughput", direction: 1 }, "leave it out: throughput is always maximised."],
  [{ objective: "cost", weight: -1 }, "Maybe leave it out: cost is always minimised."],
])("a key that would turn an objective is told so: %j", (item, says) => {
  expect(() => parseInstance(document({}, [item]))).toThrow(says);
});

test.each(["minus", "-x", "max", "mincost x", "- ", "maxx:throughput"])(
  "%s names no objective",
  (text) => {
    expect(() => parseInstance(document({}, [text]))).toThrow("expected the name of an objective");
    expect(() => parseInstance(document({}, [text]))).not.toThrow("Berth");
  },
);

test("a tolerance without its sign in a document is told how to write one", () => {
  expect(() => parseInstance(document({}, ["cost:2"]))).toThrow("Maybe write { cost: 2% }.");
  expect(() => parseInstance(document({}, [{ cost: 2 }]))).toThrow('Maybe write "2%".');
});

const told = (change: object, where: "resource" | "task" = "task") => {
  const base = document(where === "task" ? change : {});
  const [first, ...others] = base.resources;
  const resources = where === "resource" ? [{ ...first, ...change }, ...others] : base.resources;
  return () => parseInstance({ ...base, resources });
};

test.each([
  [{ depends_on: ["s"] }, "task", 'Maybe write "after".'],
  [{ duration: "1h" }, "task", 'Maybe write "runtime".'],
  [{ nodeSelector: { zone: "eu" } }, "task", 'Maybe write "eligible".'],
  [{ demand: { requests: { cpu: 1 } } }, "task", 'its amounts in "demand" itself.'],
  [{ id: "'web'" }, "task", 'Maybe write "web".'],
  [{ gpus: 2 }, "task", 'Maybe write it inside "demand".'],
  [{ cpus: 2 }, "resource", 'Maybe write it inside "capacity".'],
  [{ type: "dgx" }, "resource", 'Maybe write "kind".'],
  [{ optional: 1 }, "task", "Maybe write true."],
  [{ optional: "flase" }, "task", "Maybe write false."],
  [{ priority: "10" }, "task", "Maybe write 10."],
  [{ forbidden: ["c"] }, "task", 'Maybe write "a".'],
  [{ forbidden: ["dgx2"] }, "task", 'Maybe one of "a", "b".'],
  [{ eligible: { "zone!=": "us" } }, "task", 'expected the name of a label, got "zone!="'],
] as const)("words of other tools and slips get the right word: %j", (change, where, says) => {
  expect(told(change, where)).toThrow(says);
});
