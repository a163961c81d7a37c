import { BOUND_METHODS, bestBound } from "../../src/bounds/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";

/** The bound of one method on the first target of a document. */
export function boundOf(method: string, document: object): number | undefined {
  const instance = parseInstance(document);
  const [target] = targetsOf(instance);
  return BOUND_METHODS.find(({ name }) => name === method)?.bound(instance, target)?.value;
}

/** The best bound on the first target of a document. */
export function overall(document: object): number | undefined {
  const instance = parseInstance(document);
  return bestBound(instance, targetsOf(instance)[0])?.value;
}

/** Tasks of so many seconds. */
export const runs = (...seconds: number[]) =>
  seconds.map((s, i) => ({ id: `t${i}`, runtime: `${s}s` }));
/** One task at a time on each resource. */
export const batch = (
  tasks: readonly object[],
  resources: readonly object[],
  objective: string,
) => ({
  mode: "batch",
  exclusive: true,
  resources,
  tasks,
  objectives: [objective],
});
