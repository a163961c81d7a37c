import { remember } from "../../util/remember.ts";
import { DEVICE, type Instance } from "../types.ts";

/** True if a demand in milli is a share of one device, not whole devices. */
export function isDeviceShare(demand: number): boolean {
  return demand > 0 && demand < DEVICE;
}

/** By dimension: true if it is made of devices and some task takes a share of one. O(tables of demands) at the first call. */
export const sharesDevices = remember(({ dimensions, demand }: Instance): readonly boolean[] =>
  dimensions.map(({ devices }, d) => devices && demand[d]!.values.some(isDeviceShare)),
);
