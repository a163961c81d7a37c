import type { ImportFindings } from "../findings.ts";
import { isRaw, mapAt, mapsAt, type Spot, textAt, wholeAt } from "../objects/fields.ts";
import type { ObjectIndex } from "../objects/object-index.ts";
import type { ClusterObject } from "../objects/objects.ts";

/** One device of a node, as its driver publishes it. */
export interface NodeDevice {
  readonly driver: string;
  /** Index of its node. */
  readonly node: number;
  /** Texts, numbers and truth values by name, "domain/name" or "name" in the domain of the driver. */
  readonly attributes: ReadonlyMap<string, string | number | boolean>;
}

/** Mark of claims that the scheduler makes for requests of extended resources: their pods ask for the same already. */
const OF_EXTENDED = "resource.kubernetes.io/extended-resource-claim";

/** Devices that no claim holds, of the newest generation of each pool; those that are not of one node are told and left out. */
export function freeDevices(
  index: ObjectIndex,
  nodeIndex: ReadonlyMap<string, number>,
  findings: ImportFindings,
): readonly NodeDevice[] {
  const held = heldDevices(index);
  return newest(index).flatMap(({ object, spec, driver, pool }) => {
    const name = textAt(spec, "nodeName");
    if (name === undefined) {
      findings.say(object, "left out", "its devices are not those of one node");
      return [];
    }
    const node = nodeIndex.get(name);
    if (node === undefined) return [];
    return mapsAt(spec, "devices").flatMap((device): readonly NodeDevice[] => {
      const id = textAt(device, "name") ?? "";
      // Before it was stable, a device had its fields one level below.
      const fields = mapAt(device, "basic") ?? device;
      if (held.has(`${driver}\n${pool}\n${id}`)) return [];
      if (fields.value.consumesCounters !== undefined) {
        findings.say(object, "left out", "devices that are parts of others (consumesCounters)");
        return [];
      }
      if (fields.value.taints !== undefined && mapsAt(fields, "taints").length > 0) {
        findings.say(object, "left out", "devices with taints");
        return [];
      }
      return [{ driver, node, attributes: attributesOf(fields) }];
    });
  });
}

/** Slices of the newest generation of each pool: older ones are about to go. */
function newest(index: ObjectIndex) {
  const slices = index.ofKind("ResourceSlice").flatMap((object: ClusterObject) => {
    const spec = mapAt(object.root, "spec");
    const pool = spec && mapAt(spec, "pool");
    if (spec === undefined || pool === undefined) return [];
    const driver = textAt(spec, "driver") ?? "";
    const generation = wholeAt(pool, "generation") ?? 0;
    return [{ object, spec, driver, pool: textAt(pool, "name") ?? "", generation }];
  });
  const last = new Map<string, number>();
  const keyOf = ({ driver, pool }: { driver: string; pool: string }) => `${driver}\n${pool}`;
  for (const slice of slices) {
    last.set(keyOf(slice), Math.max(last.get(keyOf(slice)) ?? 0, slice.generation));
  }
  return slices.filter((slice) => slice.generation === last.get(keyOf(slice)));
}

/** Devices that claims hold, by driver, pool and name. */
function heldDevices(index: ObjectIndex): ReadonlySet<string> {
  const held = new Set<string>();
  for (const { root, annotations } of index.ofKind("ResourceClaim")) {
    if (annotations.get(OF_EXTENDED) === "true") continue;
    const status = mapAt(root, "status");
    const allocation = status && mapAt(status, "allocation");
    const devices = allocation && mapAt(allocation, "devices");
    for (const result of devices === undefined ? [] : mapsAt(devices, "results")) {
      const [driver, pool, device] = ["driver", "pool", "device"].map((key) => textAt(result, key));
      held.add(`${driver}\n${pool}\n${device}`);
    }
  }
  return held;
}

function attributesOf(device: Spot): NodeDevice["attributes"] {
  const attributes = mapAt(device, "attributes");
  return new Map(
    Object.entries(attributes?.value ?? {}).flatMap(([name, value]) => {
      if (!isRaw(value)) return [];
      const held = value.string ?? value.version ?? value.int ?? value.bool;
      const isPlain = ["string", "number", "boolean"].includes(typeof held);
      return isPlain ? [[name, held as string | number | boolean] as const] : [];
    }),
  );
}
