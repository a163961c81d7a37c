/** A faulty document, and what must be said where. */
export interface BadDocument {
  readonly why: string;
  readonly document: unknown;
  readonly path: string;
  readonly says: string;
  readonly hint?: string;
}

type Part = Readonly<Record<string, unknown>>;

const node = { id: "node", capacity: { cpu: 8, memory: "64GiB" } };
const job = { id: "job", runtime: "1h" };

const batch = (part: Part) => ({ mode: "batch", resources: [node], tasks: [job], ...part });
const task = (part: Part) => batch({ tasks: [{ ...job, ...part }] });
const resource = (part: Part) => batch({ resources: [{ ...node, ...part }] });
const placed = (part: Part) => ({ ...task(part), mode: "placement" });

const bad = (
  why: string,
  document: unknown,
  path: string,
  says: string,
  hint?: string,
): BadDocument => ({ why, document, path, says, ...(hint !== undefined && { hint }) });

const ring: Record<string, unknown> = { id: "job", runtime: "1h" };
ring.demand = { cpu: [ring] };

let deep: unknown = 1;
for (let level = 0; level < 20; level++) deep = [deep];

export const BAD_DOCUMENTS: readonly BadDocument[] = [
  bad("null", null, "", "expected a map with resources and tasks, got null"),
  bad("a number", 7, "", "got 7"),
  bad("a list", [], "", "got an empty list"),
  bad("a text", "mode: batch", "", 'got "mode: batch"'),
  bad("a date", new Date(0), "", "got a date"),
  bad("a cycle", batch({ tasks: [ring] }), "/tasks/0/demand/cpu/0", "contains itself"),
  bad("no mode", { resources: [node], tasks: [] }, "/mode", "expected placement or batch"),
  bad("another mode", batch({ mode: "bacth" }), "/mode", 'got "bacth"', 'Maybe write "batch".'),
  bad("a name on two lines", batch({ name: "a\nb" }), "/name", "expected a text on one line"),
  bad("no resources", { mode: "batch", tasks: [] }, "/resources", "expected a list of resources"),
  bad("an empty list of resources", batch({ resources: [] }), "/resources", "at least one"),
  bad("no tasks", { mode: "batch", resources: [node] }, "/tasks", "expected a list of tasks"),
  bad("tasks as a map", batch({ tasks: job }), "/tasks", "got a map"),
  bad("a task that is a text", batch({ tasks: ["job"] }), "/tasks/0", 'got "job"'),
  bad("an unknown key", batch({ task: [] }), "/task", "unknown key", 'Maybe write "tasks".'),
  bad("a slip in a key", task({ runtme: "1h" }), "/tasks/0/runtme", "unknown key", '"runtime"'),
  bad("a key with slashes", task({ "a/b~c": 1 }), "/tasks/0/a~1b~0c", "unknown key"),
  bad("a key of a later version", task({ after: ["x"] }), "/tasks/0/after", "not supported yet"),
  bad("__proto__ as a key", JSON.parse('{"__proto__": 1}'), "/__proto__", "unknown key"),
  bad("no id", batch({ tasks: [{ runtime: "1h" }] }), "/tasks/0", "expected an id, got none"),
  bad("an id with a space", task({ id: "a b" }), "/tasks/0/id", "letters", 'Maybe write "a-b".'),
  bad("a number as id", task({ id: 7 }), "/tasks/0/id", "got 7", "in quotes"),
  bad("equal ids", batch({ tasks: [job, job] }), "/tasks/1/id", "id of /tasks/0 already"),
  bad(
    "an id that is another kind",
    batch({ resources: [node, { id: "other", kind: "node" }] }),
    "/resources/0/id",
    "is the kind of /resources/1 too",
  ),
  bad("a count of zero", task({ count: 0 }), "/tasks/0/count", "from 1 on, got 0"),
  bad("half a copy", task({ count: 1.5 }), "/tasks/0/count", "whole number from 1 on, got 1.5"),
  bad("a count as text", task({ count: "3" }), "/tasks/0/count", 'got "3"', "Maybe write 3."),
  bad("too many copies", task({ count: 10_000_001 }), "/tasks/0/count", "at most 10000000"),
  bad(
    "too many copies together",
    batch({ tasks: [1, 2].map((i) => ({ ...job, id: `j${i}`, count: 6_000_000 })) }),
    "/tasks",
    "at most 10000000 copies in all, got 12000000",
  ),
  bad(
    "memory with a slip",
    task({ demand: { memory: "64 gigs" } }),
    "/tasks/0/demand/memory",
    'expected a quantity such as "64GiB", got "64 gigs"',
    'Maybe write "64GiB".',
  ),
  bad(
    "memory without unit",
    task({ demand: { memory: 64 } }),
    "/tasks/0/demand/memory",
    "got 64",
    'Maybe write "64GiB".',
  ),
  bad(
    "a plain amount in a dimension of bytes",
    batch({
      resources: [{ id: "n", capacity: { hbm: "80GiB" } }],
      tasks: [{ ...job, demand: { hbm: 4 } }],
    }),
    "/tasks/0/demand/hbm",
    'expected a quantity such as "64GiB", got 4',
  ),
  bad(
    "a fine amount",
    task({ demand: { cpu: 0.0001 } }),
    "/tasks/0/demand/cpu",
    "finer than thousandths",
  ),
  bad(
    "a negative amount",
    task({ demand: { cpu: -1 } }),
    "/tasks/0/demand/cpu",
    "may not be negative",
  ),
  bad("NaN", task({ demand: { cpu: Number.NaN } }), "/tasks/0/demand/cpu", "got NaN"),
  bad(
    "Infinity",
    resource({ capacity: { cpu: Infinity } }),
    "/resources/0/capacity/cpu",
    "got Infinity",
  ),
  bad("a huge amount", task({ demand: { cpu: 1e300 } }), "/tasks/0/demand/cpu", "too large"),
  bad("null in a demand", task({ demand: { cpu: [null] } }), "/tasks/0/demand/cpu/0", "got null"),
  bad("a dimension with a space", task({ demand: { "a b": 1 } }), "/tasks/0/demand/a b", "letters"),
  bad(
    "a demand that is a number",
    task({ demand: 4 }),
    "/tasks/0/demand",
    "expected a map of amounts",
  ),
  bad(
    "a demand that misses a resource",
    batch({
      resources: [node, { id: "other" }],
      tasks: [{ ...job, demand: { cpu: { node: 1 } } }],
    }),
    "/tasks/0/demand/cpu",
    'expected a value for every resource, got none for "other"',
    'Maybe add "*"',
  ),
  bad("a duration without unit", task({ runtime: 90 }), "/tasks/0/runtime", "got 90", '"90s"'),
  bad("a duration in words", task({ runtime: "2 hours" }), "/tasks/0/runtime", "duration", '"2h"'),
  bad("a duration out of order", task({ runtime: "30m2h" }), "/tasks/0/runtime", 'got "30m2h"'),
  bad(
    "half a millisecond",
    task({ runtime: "0.5ms" }),
    "/tasks/0/runtime",
    "finer than milliseconds",
  ),
  bad("a null runtime", task({ runtime: null }), "/tasks/0/runtime", "got null"),
  bad("no runtime in batch", batch({ tasks: [{ id: "job" }] }), "/tasks/0", "expected a runtime"),
  bad("runtime and work", task({ work: 3 }), "/tasks/0/work", "expected either runtime or work"),
  bad(
    "work without throughput",
    batch({ tasks: [{ id: "job", work: 3 }] }),
    "/tasks/0/work",
    "expected throughput beside work",
  ),
  bad(
    "a throughput below zero",
    batch({ tasks: [{ id: "job", work: 3, throughput: [-1] }] }),
    "/tasks/0/throughput/0",
    "units per second",
  ),
  bad(
    "work that takes forever",
    batch({ tasks: [{ id: "job", work: 1e300, throughput: 1 }] }),
    "/tasks/0/throughput",
    "too large",
  ),
  bad("a list of wrong length", task({ runtime: ["1h", "2h"] }), "/tasks/0/runtime", "got 2"),
  bad("an empty table", task({ runtime: {} }), "/tasks/0/runtime", "empty map"),
  bad(
    "a table key without match",
    task({ cost: { nod: 1 } }),
    "/tasks/0/cost/nod",
    "no resource",
    '"node"',
  ),
  bad(
    "a selector without match",
    task({ cost: { "gpu=h100": 1 } }),
    "/tasks/0/cost/gpu=h100",
    "no resource",
  ),
  bad(
    "a cell with a slip",
    task({ runtime: { "*": "1 hr" } }),
    "/tasks/0/runtime/*",
    "duration",
    '"1h"',
  ),
  bad(
    "dollars with a sign",
    task({ cost: "$12.50" }),
    "/tasks/0/cost",
    "dollars",
    "Maybe write 12.50.",
  ),
  bad(
    "a price without time",
    resource({ price: 27.45 }),
    "/resources/0/price",
    "price",
    '"27.45/h"',
  ),
  bad("a price per month", resource({ price: "3/month" }), "/resources/0/price", "price such as"),
  bad(
    "a fine price",
    resource({ price: "0.0000001/h" }),
    "/resources/0/price",
    "finer than six decimals",
  ),
  bad("a power without unit", resource({ power: 300 }), "/resources/0/power", "power", '"300W"'),
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
    "a device and a half",
    batch({
      resources: [{ id: "n", devices: { gpu: 4 } }],
      tasks: [{ ...job, demand: { gpu: 1.5 } }],
    }),
    "/tasks/0/demand/gpu",
    "whole devices or a share of one",
    "Maybe write 2.",
  ),
  bad(
    "a label with a comma",
    resource({ labels: { a: "x,y" } }),
    "/resources/0/labels/a",
    "commas",
  ),
  bad(
    "a window that closes early",
    resource({ available: { from: "2h", until: "2h" } }),
    "/resources/0/available/until",
    "after from",
  ),
  bad(
    "a misspelt window",
    resource({ available: { untli: "2h" } }),
    "/resources/0/available/untli",
    "unknown",
    '"until"',
  ),
  bad(
    "a deadline before the release",
    task({ release: "2h", deadline: "1h" }),
    "/tasks/0/deadline",
    "at or after",
  ),
  bad(
    "a release in placement",
    placed({ release: "2h" }),
    "/tasks/0/release",
    "belongs to batch mode",
  ),
  bad(
    "a window in placement",
    { ...resource({ available: {} }), mode: "placement" },
    "/resources/0/available",
    "batch",
  ),
  bad("a period in batch", batch({ period: "1h" }), "/period", "belongs to placement"),
  bad(
    "a flag in words",
    task({ optional: "yes" }),
    "/tasks/0/optional",
    'got "yes"',
    "Maybe write true.",
  ),
  bad("an empty eligible", task({ eligible: {} }), "/tasks/0/eligible", "at least one label"),
  bad("an eligible text", task({ eligible: "a100" }), "/tasks/0/eligible", "expected a map"),
  bad(
    "a nested label list",
    task({ eligible: { a: [["b"]] } }),
    "/tasks/0/eligible/a/0",
    "label value",
  ),
  bad(
    "an unknown forbidden id",
    task({ forbidden: ["nodes"] }),
    "/tasks/0/forbidden/0",
    "resource id or kind",
    '"node"',
  ),
  bad(
    "forbidden as text",
    task({ forbidden: "node" }),
    "/tasks/0/forbidden",
    "expected a list",
    "[node]",
  ),
  bad("replicas of zero", task({ replicas: 0 }), "/tasks/0/replicas", "from 1 on"),
  bad(
    "replicas without count",
    task({ replicas: { across: "zone" } }),
    "/tasks/0/replicas",
    "expected a count",
  ),
  bad(
    "replicas that colocate",
    task({ replicas: 2, colocate: "a" }),
    "/tasks/0/colocate",
    "cannot colocate",
  ),
  bad(
    "a group that is a number",
    task({ separate: 3 }),
    "/tasks/0/separate",
    "the name of a group",
  ),
  bad(
    "shares of replicas",
    task({ replicas: 2, divisible: true }),
    "/tasks/0/divisible",
    "replicas",
  ),
  bad("shares apart", task({ separate: "a", divisible: true }), "/tasks/0/divisible", "separate"),
  bad(
    "shares together",
    task({ colocate: "a", divisible: true }),
    "/tasks/0/divisible",
    "colocate",
  ),
  bad(
    "shares of devices",
    batch({
      resources: [{ id: "n", devices: { gpu: 4 } }],
      tasks: [{ ...job, demand: { gpu: 1 }, divisible: true }],
    }),
    "/tasks/0/divisible",
    "devices",
  ),
  bad(
    "together and apart through a third",
    batch({
      tasks: [
        { ...job, id: "a", colocate: "x", separate: "z" },
        { ...job, id: "b", colocate: ["x", "y"] },
        { ...job, id: "c", colocate: "y", separate: "z" },
      ],
    }),
    "/tasks/2/separate",
    '"c" must share a resource with "a" (colocate) and must not ("z")',
  ),
  bad(
    "copies together and apart",
    task({ count: 2, colocate: "x", separate: "z" }),
    "/tasks/0/separate",
    "its own copies",
  ),
  bad("objectives as text", batch({ objectives: "cost" }), "/objectives", "a list", "[cost]"),
  bad("no objective", batch({ objectives: [] }), "/objectives", "at least one"),
  bad(
    "an unknown objective",
    batch({ objectives: ["makspan"] }),
    "/objectives/0",
    "objective",
    '"makespan"',
  ),
  bad(
    "an objective of other tools",
    batch({ objectives: ["price"] }),
    "/objectives/0",
    "objective",
    '"cost"',
  ),
  bad(
    "an objective twice",
    batch({ objectives: ["cost", "cost"] }),
    "/objectives/1",
    "at /objectives/0",
  ),
  bad(
    "a bare tolerance",
    batch({ objectives: [{ cost: 2 }] }),
    "/objectives/0/cost",
    "percentage",
    '"2%"',
  ),
  bad(
    "a weight of zero",
    batch({ objectives: [{ objective: "cost", weight: 0 }] }),
    "/objectives/0/weight",
    "above 0",
  ),
  bad(
    "a rate on money",
    batch({ objectives: [{ objective: "cost", weight: "10/h" }] }),
    "/objectives/0/weight",
    "a rate weighs times",
  ),
  bad(
    "utilization of nothing",
    batch({ objectives: ["utilization"] }),
    "/objectives/0",
    "needs a dimension",
  ),
  bad(
    "an unknown dimension",
    batch({ objectives: ["utilization:gpu"] }),
    "/objectives/0",
    "expected a dimension",
  ),
  bad(
    "a dimension that no resource has",
    { ...task({ demand: { gpu: 1 } }), objectives: ["utilization:gpu"] },
    "/objectives/0",
    "no resource has any",
  ),
  bad(
    "a dimension of cost",
    batch({ objectives: ["cost:cpu"] }),
    "/objectives/0",
    "takes no dimension",
  ),
  bad(
    "makespan without runtimes",
    { mode: "placement", resources: [node], tasks: [job, { id: "b" }], objectives: ["makespan"] },
    "/objectives/0",
    "makespan needs a runtime, /tasks/1 has none",
  ),
  bad(
    "energy without power",
    batch({ objectives: ["energy"] }),
    "/objectives/0",
    "/resources/0 has none",
  ),
  bad(
    "balance without windows",
    batch({ objectives: ["balance"] }),
    "/objectives/0",
    "available.until",
  ),
  bad(
    "balance of a dimension in batch",
    { ...resource({ available: { until: "9h" } }), objectives: ["balance:cpu"] },
    "/objectives/0",
    "takes no dimension",
  ),
  bad(
    "weighted completion in placement",
    { ...placed({}), objectives: ["weighted-completion"] },
    "/objectives/0",
    "needs batch mode",
  ),
  bad(
    "weighted completion of shares",
    { ...task({ divisible: true }), objectives: ["weighted-completion"] },
    "/objectives/0",
    "/tasks/0 is divisible",
  ),
  bad("a negative budget", batch({ budget: -5 }), "/budget", "may not be negative"),
  bad(
    "totals past 2^53",
    task({ count: 1_000_000, runtime: "10000000000s" }),
    "",
    "could pass 2^53",
  ),
  bad(
    "a weighted completion past 2^53",
    { ...task({ count: 100_000, runtime: "1d" }), objectives: ["weighted-completion"] },
    "/objectives",
    "weighted-completion could pass 2^53",
  ),
  bad("a slow resource", { ...resource({ speed: 1e-300 }) }, "/tasks/0/runtime", "too large"),
  bad(
    "an objective without name",
    batch({ objectives: [{ tolerance: "2%" }] }),
    "/objectives/0",
    "got nothing",
  ),
  bad(
    "a table among too many pairs",
    batch({
      resources: Array.from({ length: 8000 }, (_, r) => ({ id: `r${r}`, speed: r + 1 })),
      tasks: Array.from({ length: 8000 }, (_, t) => ({
        id: `t${t}`,
        runtime: `${t}s`,
        ...(t === 0 ? { cost: { r0: 1, "*": 2 } } : {}),
      })),
    }),
    "/tasks/0/cost",
    "too many pairs",
  ),
  bad(
    "a text of a dimension",
    batch({ objectives: ["balance:"] }),
    "/objectives/0",
    "expected a dimension",
  ),
  bad("a deep nest", task({ cost: deep }), `/tasks/0/cost${"/0".repeat(9)}`, "at most 12 levels"),
  bad(
    "devices in bytes",
    batch({
      resources: [{ id: "n", devices: { gpu: 4 } }],
      tasks: [{ ...job, demand: { gpu: "16GiB" } }],
    }),
    "/tasks/0/demand/gpu",
    "expected an amount",
  ),
];
