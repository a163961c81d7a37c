import type { ImportFindings } from "../findings.ts";
import type { Amounts } from "../objects/amounts.ts";
import { mapAt, mapsAt, nameAt, type Spot, textAt, wholeAt } from "../objects/fields.ts";
import type { ClusterNode } from "../objects/node.ts";
import type { ObjectIndex } from "../objects/object-index.ts";
import type { ClusterObject } from "../objects/objects.ts";
import type { PodSpec } from "../objects/pod-spec.ts";
import { deviceSelector } from "./selector.ts";
import { freeDevices, type NodeDevice } from "./slices.ts";

/** Devices of nodes that pods claim (dynamic resource allocation), as amounts by class. */
export interface DeviceCounts {
  /** What each node has, by the name of the amount: that of the extended resource of the class, else that of the class. */
  readonly free: ReadonlyMap<string, readonly number[]>;
  /** A pod with what it claims among what it asks for. */
  withClaims(spec: PodSpec): PodSpec;
}

/** A class whose devices can be counted. */
interface DeviceClass {
  readonly object: ClusterObject;
  readonly amount: string;
  readonly devices: ReadonlySet<NodeDevice>;
}

/** Counts the devices of each class by node. Devices of two classes that pods claim are told: they count in both. */
export function devicesOf(
  index: ObjectIndex,
  nodes: readonly ClusterNode[],
  findings: ImportFindings,
): DeviceCounts {
  const nodeIndex = new Map(nodes.map(({ name }, n) => [name, n]));
  const all = freeDevices(index, nodeIndex, findings);
  const classes = new Map(
    index.ofKind("DeviceClass").flatMap((object) => {
      const read = classOf(object, all);
      return read === undefined ? [] : [[object.ref.name, read] as const];
    }),
  );
  const claimed = new Set<DeviceClass>();
  const free = new Map<string, number[]>();
  for (const { amount, devices } of classes.values()) {
    const counts = free.get(amount) ?? nodes.map(() => 0);
    for (const { node } of devices) counts[node]++;
    free.set(amount, counts);
  }
  const claim = (name: string): DeviceClass | undefined => {
    const found = classes.get(name);
    if (found === undefined || claimed.has(found)) return found;
    for (const { object, devices } of claimed) {
      if (![...found.devices].some((device) => devices.has(device))) continue;
      const what = `its devices are also of the class ${object.ref.name}, and count in both`;
      findings.say(found.object, "ignored", what);
    }
    claimed.add(found);
    return found;
  };
  return {
    free,
    withClaims: (spec) => (spec.claims.length === 0 ? spec : claiming(spec, index, claim)),
  };
}

function classOf(object: ClusterObject, all: readonly NodeDevice[]): DeviceClass | undefined {
  const spec = mapAt(object.root, "spec");
  const expressions = (spec === undefined ? [] : mapsAt(spec, "selectors")).map((selector) => {
    const cel = mapAt(selector, "cel");
    return cel === undefined ? undefined : textAt(cel, "expression");
  });
  const selectors = expressions.map((text) =>
    text === undefined ? undefined : deviceSelector(text),
  );
  if (selectors.some((is) => is === undefined)) return undefined;
  const devices = new Set(all.filter((device) => selectors.every((is) => is!(device))));
  const amount = (spec && nameAt(spec, "extendedResourceName")) || object.ref.name;
  return { object, amount, devices };
}

function claiming(
  spec: PodSpec,
  index: ObjectIndex,
  claim: (name: string) => DeviceClass | undefined,
): PodSpec {
  const requests = new Map(spec.requests);
  const unsaid = [...spec.unsaid];
  for (const { name, template, claim: shared } of spec.claims) {
    const object =
      template === undefined
        ? index.find("ResourceClaim", spec.namespace, shared ?? "")
        : index.find("ResourceClaimTemplate", spec.namespace, template);
    const own = object && mapAt(object.root, "spec");
    const wanted = template === undefined ? own : own && mapAt(own, "spec");
    const devices = wanted && mapAt(wanted, "devices");
    const { amounts, why } =
      devices === undefined
        ? { amounts: NONE, why: "is not among the files" }
        : requested(devices, claim);
    for (const [of, count] of amounts) requests.set(of, (requests.get(of) ?? 0) + count);
    const reason = why ?? (template === undefined ? "is one that pods may share" : undefined);
    if (reason === undefined) continue;
    unsaid.push({ what: `its claim of devices ${name} ${reason}`, isPreference: false });
  }
  return { ...spec, requests, unsaid };
}

const NONE: Amounts = new Map();

/** What a claim asks for, by amount, and what of it has no words. */
function requested(
  devices: Spot,
  claim: (name: string) => DeviceClass | undefined,
): { readonly amounts: Amounts; readonly why?: string } {
  const amounts = new Map<string, number>();
  const why: string[] = [];
  for (const request of mapsAt(devices, "requests")) {
    const exact = mapAt(request, "exactly") ?? request;
    const name = textAt(exact, "deviceClassName");
    const found = name === undefined ? undefined : claim(name);
    if (name === undefined) why.push("has alternatives (firstAvailable)");
    else if (found === undefined) why.push(`is of the class ${name}, which cannot be counted`);
    if (found === undefined) continue;
    if (textAt(exact, "allocationMode") === "All") why.push("wants all devices of a node");
    if (mapsAt(exact, "selectors").length > 0) why.push("selects among the devices of its class");
    const count = wholeAt(exact, "count", 1) ?? 1;
    amounts.set(found.amount, (amounts.get(found.amount) ?? 0) + count);
  }
  if (mapsAt(devices, "constraints").length > 0) why.push("has constraints between devices");
  return { amounts, ...(why.length > 0 && { why: why.join(", ") }) };
}
