import { isDeviceShare } from "../../instance/facts/devices.ts";
import { resourceCopyId } from "../../instance/ids.ts";
import { DEVICE, type Instance } from "../../instance/types.ts";
import { type DeviceRange, deviceRangesOf, devicesTaken, taskDemand } from "../piece.ts";
import type { Plan } from "../types.ts";
import { usedCopies } from "../used.ts";
import { durationText, pieceName } from "../wording.ts";
import { type Audit, type ReportViolation, type Rule, siteOf } from "./rule.ts";
import { sweep } from "./sweep.ts";

/**
 * A piece lists the whole devices or the one shared device it takes, in each device dimension. Of pieces
 * that run at once (placement: all; batch: one at a time) whole devices are not shared, and the shares on one device sum to
 * at most all of it.
 */
export const devices: Rule<"devices"> = {
  name: "devices",
  isOfEachCopy: true,
  traits: [
    {
      name: "devices",
      about: "tasks take devices",
      kind: "forbids",
      isIn: takesDevices,
    },
  ],
  check(audit, report) {
    const { instance, plan } = audit;
    const ranges = deviceRangesOf(instance);
    for (let k = 0; k < plan.task.length; k++) {
      checkList(instance, plan, k, ranges(instance.resourceOfCopy[plan.resource[k]]), report);
    }
    if (instance.mode === "batch" || plan.device.length === 0) return;
    const pieces = audit.byResource();
    const ends = instance.mode === "schedule" ? audit.ends() : undefined;
    for (const r of usedCopies(plan, instance.resourceOfCopy.length)) {
      const held = pieces.piece.subarray(pieces.start[r], pieces.start[r + 1]);
      checkSharing(audit, held, ends, r, ranges(instance.resourceOfCopy[r]), report);
    }
  },
};

function takesDevices({ dimensions, demand }: Instance): boolean {
  return dimensions.some(({ devices }, d) => devices && demand[d].values.some((one) => one > 0));
}

function checkList(
  instance: Instance,
  plan: Plan,
  k: number,
  ranges: readonly DeviceRange[],
  report: ReportViolation,
): void {
  const from = plan.deviceStart[k];
  const to = plan.deviceStart[k + 1];
  const name = () => pieceName(instance, plan, k);
  const site = () => siteOf(instance, plan, k);
  for (let d = from + 1; d < to; d++) {
    if (plan.device[d] <= plan.device[d - 1]) {
      report(() => `${name()}: device ${plan.device[d]} is listed twice or out of order`, site());
    }
  }
  let known = 0;
  for (const { dimension, first, count } of ranges) {
    let listed = 0;
    for (let d = from; d < to; d++) {
      if (plan.device[d] >= first && plan.device[d] < first + count) listed++;
    }
    known += listed;
    // A divisible task demands no devices, so the share plays no part.
    const wanted = devicesTaken(taskDemand(instance, plan, k, dimension));
    if (listed !== wanted) {
      const dimensionName = instance.dimensions[dimension].name;
      report(
        () => `${name()}: lists ${listed} ${dimensionName} devices, needs ${wanted} of ${count}`,
        { ...site(), dimension, amount: listed, limit: wanted, unit: "devices" },
      );
    }
  }
  if (known !== to - from)
    report(() => `${name()}: lists a device that the resource does not have`, site());
}

function checkSharing(
  { instance, plan }: Audit,
  held: Int32Array,
  ends: Float64Array | undefined,
  resource: number,
  ranges: readonly DeviceRange[],
  report: ReportViolation,
): void {
  if (held.length < 2) return;
  for (const { dimension, first, count } of ranges) {
    const load = new Float64Array(count);
    /** Calls `seen` with each device of a piece and what the piece takes of it. */
    const forDevices = (k: number, seen: (device: number, amount: number) => void) => {
      const demand = taskDemand(instance, plan, k, dimension);
      const each = isDeviceShare(demand) ? demand : DEVICE;
      for (let d = plan.deviceStart[k]; d < plan.deviceStart[k + 1]; d++) {
        if (plan.device[d] >= first && plan.device[d] < first + count)
          seen(plan.device[d] - first, each);
      }
    };
    const excess = (d: number, since: string) => {
      const name = `${resourceCopyId(instance, resource)}: ${since}device ${first + d}`;
      return `${name} (${instance.dimensions[dimension].name}) is taken ${load[d] / DEVICE} times`;
    };
    const over = (d: number) => ({
      ...{ dimension, amount: load[d] / DEVICE, limit: 1, unit: "devices" },
    });
    const enter = (k: number) =>
      forDevices(k, (d, amount) => {
        load[d] += amount;
        if (ends === undefined || load[d] <= DEVICE) return;
        const since = `from ${durationText(plan.start[k])} on `;
        report(() => excess(d, since), { ...siteOf(instance, plan, k), ...over(d) });
      });
    if (ends === undefined) {
      for (const k of held) enter(k);
      for (let d = 0; d < count; d++)
        if (load[d] > DEVICE) report(() => excess(d, ""), { resource, ...over(d) });
    } else {
      const leave = (k: number) =>
        forDevices(k, (d, amount) => {
          load[d] -= amount;
        });
      sweep(plan, ends, held, { enter, leave });
    }
  }
}
