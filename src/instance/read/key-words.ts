/** The key that a word of other tools or of daily speech stands for, if `known` has it: `depends_on` for `after`. */
export function keyMeant(word: string, known: readonly string[]): string | undefined {
  const plain = word.toLowerCase().replaceAll(/[^a-z]/g, "");
  const group = WORDS.find((words) => words.includes(plain));
  return known.find((key) => group?.includes(key.replaceAll("_", "")) === true);
}

/** Each row is one meaning; what of it is a key depends on where the word stands. */
const WORDS: readonly (readonly string[])[] = [
  ["tasks", "jobs", "pods", "workloads"],
  ["resources", "nodes", "hosts", "machines", "servers"],
  ["horizon", "deadline", "makespan"],
  ["objectives", "goal", "goals", "minimize", "minimise"],
  ["runtime", "duration", "length", "time", "walltime", "processingtime"],
  ["after", "dependson", "dependencies", "depends", "needs", "requires", "predecessors"],
  ["eligible", "nodeselector", "selector", "constraints", "affinity"],
  ["separate", "antiaffinity", "spread"],
  ["colocate", "colocation", "together"],
  ["workers", "gang", "ranks", "nnodes"],
  ["count", "copies", "number", "quantity", "instances"],
  ["kind", "type", "instancetype", "model"],
  ["price", "cost", "hourlyprice", "pricehour", "priceperhour", "hourlycost", "rate"],
  ["available", "availability", "window"],
  ["release", "earliest", "releasetime", "arrival", "submit", "submittime"],
  ["due", "duedate"],
  ["demand", "requests", "request", "requirements"],
  ["capacity", "allocatable", "total"],
  ["id", "name"],
  ["from", "start", "begin"],
  ["until", "to", "end", "stop"],
  ["task", "id"],
];
