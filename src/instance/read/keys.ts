/** The keys that a document, a resource, a task and an objective may have; the schema has the same. */
export const DOCUMENT_KEYS: ReadonlySet<string> = new Set([
  "name",
  "mode",
  "start",
  "horizon",
  "exclusive",
  "objectives",
  "combine",
  "period",
  "budget",
  "limits",
  "setup",
  "transfer",
  "robust",
  "resources",
  "tasks",
]);

export const RESOURCE_KEYS: ReadonlySet<string> = new Set([
  "id",
  "kind",
  "count",
  "capacity",
  "devices",
  "price",
  "fixed_price",
  "power",
  "labels",
  "available",
  "maintenance",
  "exclusive",
  "billing",
  "speed",
  "rates",
]);

export const TASK_KEYS: ReadonlySet<string> = new Set([
  "id",
  "count",
  "demand",
  "features",
  "runtime",
  "work",
  "throughput",
  "cost",
  "weight",
  "value",
  "optional",
  "divisible",
  "release",
  "due",
  "deadline",
  "after",
  "workers",
  "exclusive",
  "limits",
  "queue",
  "family",
  "priority",
  "eligible",
  "forbidden",
  "replicas",
  "colocate",
  "separate",
  "stages",
]);

/** What a stage has beside the keys of a task (but `count` and `stages`). */
export const STAGE_KEYS: ReadonlySet<string> = new Set(["after", "output"]);

export const TRANSFER_KEYS: ReadonlySet<string> = new Set(["from", "to", "across", "price"]);

export const ROBUST_KEYS: ReadonlySet<string> = new Set(["lose", "of", "across"]);

export const OBJECTIVE_KEYS: ReadonlySet<string> = new Set([
  "objective",
  "tolerance",
  "weight",
  "dimension",
  "by_priority",
]);

/** Keys that mean something in batch mode alone; placement refuses them by name. */
export const BATCH_KEYS = {
  document: ["start", "horizon", "exclusive", "limits", "setup"],
  resources: ["maintenance", "exclusive", "billing"],
  tasks: ["after", "workers", "exclusive", "limits", "queue", "family"],
} as const;
