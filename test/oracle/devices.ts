import { DEVICE, type Instance } from "../../src/instance/types.ts";
import { demandAt, type Held } from "./held.ts";

/** What each device of one dimension on one resource copy holds, in thousandths; largest first. */
export type Layout = readonly number[];

/** True if pieces on one resource copy, all at once, have devices: whole ones for themselves, shares side by side. */
export function devicesFit(instance: Instance, here: readonly Held[]): boolean {
  return instance.dimensions.every((_, d) => layoutsOf(instance, here, d, true).length > 0);
}

/**
 * What devices of a dimension may hold when pieces stand on one resource copy, beside what `from` says they hold already: each
 * way once, up to the names of devices. With `once` at most one way. An empty layout if the dimension has no devices.
 */
export function layoutsOf(
  instance: Instance,
  here: readonly Held[],
  d: number,
  once = false,
  from?: Layout,
): Layout[] {
  if (!instance.dimensions[d].devices || here.length === 0) return [from ?? []];
  const { capacity } = instance.resources[instance.resourceOfCopy[here[0].place]];
  const empty = new Array<number>(capacity[d] / DEVICE).fill(0);
  const demands = here
    .map(({ copy, place }) => demandAt(instance, d, copy, place))
    .filter((demand) => demand > 0)
    .sort((a, b) => b - a);
  const found = new Map<string, Layout>();
  const seen = new Set<string>();
  const step = (at: number, load: Layout): void => {
    if (once && found.size > 0) return;
    const key = load.join();
    if (seen.has(`${at} ${key}`)) return;
    seen.add(`${at} ${key}`);
    if (at === demands.length) {
      found.set(key, load);
      return;
    }
    const demand = demands[at];
    if (demand >= DEVICE) {
      const free = load.flatMap((held, g) => (held === 0 ? [g] : []));
      const taken = free.slice(0, demand / DEVICE);
      if (taken.length < demand / DEVICE) return;
      step(at + 1, sorted(load.map((held, g) => (taken.includes(g) ? DEVICE : held))));
      return;
    }
    load.forEach((held, g) => {
      if (held + demand <= DEVICE) step(at + 1, sorted(load.with(g, held + demand)));
    });
  };
  step(0, sorted(from ?? empty));
  return [...found.values()];
}

function sorted(load: Layout): Layout {
  return [...load].sort((a, b) => b - a);
}
