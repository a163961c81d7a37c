import { isRaw, type RawMap } from "../objects/fields.ts";
import type { ObjectIndex } from "../objects/object-index.ts";
import { listOf, mapOf, type Path, valueAt, withValueAt } from "./edit.ts";
import type { PodChange, Shape } from "./shapes.ts";

/** Who decides on admission checks that are ours, as an AdmissionCheck names its controller. */
const CONTROLLER = "berth.dev/planner";

const CHECKS = ["status", "admissionChecks"] as const;

/**
 * How a Workload of Kueue is changed: Kueue asks by an admission check once it has reserved quota, and takes over what the answer says
 * of its pods. `now` is written beside the answer, RFC 3339; the answer names the plan.
 */
export function workloadShape(
  index: ObjectIndex,
  { now, plan }: { readonly now: string; readonly plan: string },
): Shape {
  const message = `placed by plan ${plan} of Berth`;
  const own = new Set(
    index
      .ofKind("AdmissionCheck")
      .filter(({ root }) => valueAt(root.value, ["spec", "controllerName"]) === CONTROLLER)
      .map(({ ref }) => ref.name),
  );
  const checkAt = (object: RawMap) =>
    listOf(object, CHECKS).findIndex((check) => isRaw(check) && own.has(String(check.name)));
  const setOf = (object: RawMap, part: string) =>
    listOf(object, ["spec", "podSets"]).find((set, i): set is RawMap => {
      return isRaw(set) && (part === "" ? i === 0 : set.name === part);
    });
  return {
    plural: "workloads",
    subresource: "status",
    podSpec: (object, part) => mapOf(setOf(object, part), ["template", "spec"]),
    place(object, part, { nodeSelector }: PodChange) {
      const name = setOf(object, part)?.name;
      const updates: Path = [...CHECKS, checkAt(object), "podSetUpdates"];
      if (typeof name !== "string") return undefined;
      if (Object.keys(nodeSelector).length === 0) return object;
      return withValueAt(object, updates, (list) => [
        ...(Array.isArray(list) ? list : []).filter((one) => !isRaw(one) || one.name !== name),
        { name, nodeSelector },
      ]) as RawMap;
    },
    release: (object) =>
      withValueAt(object, [...CHECKS, checkAt(object)], (check) => ({
        ...(isRaw(check) && check),
        state: "Ready",
        message,
        lastTransitionTime: now,
      })) as RawMap,
    isDone: (object) => mapOf(object, [...CHECKS, checkAt(object)]).message === message,
    refuses(object) {
      const check = checkAt(object);
      if (own.size === 0 || (check < 0 && hasQuota(object))) {
        return `Kueue starts it, and asks nobody: its queue needs an AdmissionCheck whose controllerName is ${CONTROLLER}`;
      }
      if (check < 0 || !hasQuota(object)) return "Kueue has not reserved its quota yet";
      const { state } = mapOf(object, [...CHECKS, check]);
      return state === "Pending" ? undefined : `its admission check is ${String(state)} already`;
    },
  };
}

function hasQuota(object: RawMap): boolean {
  return listOf(object, ["status", "conditions"]).some(
    (one) => isRaw(one) && one.type === "QuotaReserved" && one.status === "True",
  );
}
