import { type Amounts, add, amountsAt } from "./amounts.ts";
import { mapAt, mapIn, mapsAt, type Spot, textAt, textMapAt } from "./fields.ts";
import type { ObjectIndex } from "./object-index.ts";
import type { NodeFilter, PodSpec } from "./pod-spec.ts";
import { tolerationsAt } from "./taints.ts";

/** By namespace: what a container asks for that does not say, by the LimitRanges there. */
export function namespaceDefaults(index: ObjectIndex): (namespace: string) => Amounts {
  const found = new Map<string, Map<string, number>>();
  for (const { ref, root } of index.ofKind("LimitRange")) {
    const spec = mapAt(root, "spec");
    for (const limit of spec === undefined ? [] : mapsAt(spec, "limits")) {
      if (textAt(limit, "type") !== "Container") continue;
      const defaults = found.get(ref.namespace ?? "default") ?? new Map<string, number>();
      // A default limit is a default request as well.
      for (const key of ["default", "defaultRequest"]) {
        for (const [name, amount] of amountsAt(limit, key, "up")) defaults.set(name, amount);
      }
      found.set(ref.namespace ?? "default", defaults);
    }
  }
  return (namespace) => found.get(namespace) ?? NONE;
}

const NONE: Amounts = new Map();

/** A pod of a runtime class, as it will be once it is created: with the overhead and the nodes of the class. */
export function overheads(index: ObjectIndex): (spec: Spot, read: PodSpec) => PodSpec {
  return (spec, read) => {
    const name = textAt(spec, "runtimeClassName");
    if (name === undefined || name === "" || spec.value.overhead !== undefined) return read;
    const runtime = index.find("RuntimeClass", "", name);
    if (runtime === undefined) {
      const what = `its runtime class ${name} is not among the files: it may ask for more`;
      return { ...read, unsaid: [...read.unsaid, { what, isPreference: false }] };
    }
    const overhead = mapIn(runtime.root, "overhead");
    const scheduling = mapIn(runtime.root, "scheduling");
    const requests = new Map(read.requests);
    if (overhead !== undefined) add(requests, amountsAt(overhead, "podFixed", "up"));
    return { ...read, requests, node: withScheduling(read.node, scheduling) };
  };
}

function withScheduling(node: NodeFilter, scheduling: Spot | undefined): NodeFilter {
  if (scheduling === undefined) return node;
  return {
    ...node,
    selector: new Map([...node.selector, ...textMapAt(scheduling, "nodeSelector")]),
    tolerations: [...node.tolerations, ...tolerationsAt(scheduling, "tolerations")],
  };
}
