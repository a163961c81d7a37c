import { type Amounts, add, amountsAt, raise } from "./amounts.ts";
import { mapAt, mapIn, mapsAt, type Spot, textAt } from "./fields.ts";

/**
 * What a pod asks of its node, by the rule of the scheduler: the sum over containers and sidecars, or the most that is needed while
 * an init container runs beside the sidecars before it, whichever is more; then what the pod asks for as a whole, and its overhead.
 * `status` is that of a pod that runs, whose containers may have been resized; `defaults` what a container asks for that does not say.
 */
export function requestsOf(spec: Spot, status?: Spot, defaults: Amounts = NONE): Amounts {
  const resized = status === undefined ? NO_STATUS : statusRequests(status);
  const of = (container: Spot) => containerRequests(container, resized, defaults);
  const sum = new Map<string, number>();
  for (const container of mapsAt(spec, "containers")) add(sum, of(container));
  const sidecars = new Map<string, number>();
  const most = new Map<string, number>();
  for (const container of mapsAt(spec, "initContainers")) {
    const requests = of(container);
    if (textAt(container, "restartPolicy") === "Always") {
      add(sum, requests);
      add(sidecars, requests);
      raise(most, sidecars);
    } else {
      const meanwhile = new Map(sidecars);
      add(meanwhile, requests);
      raise(most, meanwhile);
    }
  }
  raise(sum, most);
  for (const [name, amount] of podRequests(spec, sum)) sum.set(name, amount);
  add(sum, amountsAt(spec, "overhead", "up"));
  return sum;
}

const NONE: Amounts = new Map();
const NO_STATUS: ReadonlyMap<string, Amounts> = new Map();

/** Requests; a limit stands for a request that is missing, as the API server has it. */
function containerRequests(
  container: Spot,
  resized: ReadonlyMap<string, Amounts>,
  defaults: Amounts,
): Map<string, number> {
  const requests = withLimits(mapAt(container, "resources"));
  for (const [name, amount] of defaults) if (!requests.has(name)) requests.set(name, amount);
  const now = resized.get(String(container.value.name));
  if (now !== undefined) raise(requests, now);
  return requests;
}

function withLimits(resources: Spot | undefined): Map<string, number> {
  if (resources === undefined) return new Map();
  const requests = amountsAt(resources, "requests", "up");
  for (const [name, amount] of amountsAt(resources, "limits", "up")) {
    if (!requests.has(name)) requests.set(name, amount);
  }
  return requests;
}

/** What a pod asks for as a whole: only processors, memory and huge pages can be given so. */
function podRequests(spec: Spot, sum: Amounts): Amounts {
  const resources = mapAt(spec, "resources");
  if (resources === undefined) return NONE;
  const requests = amountsAt(resources, "requests", "up");
  for (const [name, amount] of amountsAt(resources, "limits", "up")) {
    if (!requests.has(name)) requests.set(name, sum.get(name) ?? amount);
  }
  return new Map([...requests].filter(([name]) => /^(cpu|memory|hugepages-.*)$/.test(name)));
}

/** By container: what a pod that runs was granted, which counts until a resize to less has been done. */
function statusRequests(status: Spot): ReadonlyMap<string, Amounts> {
  const lists = ["containerStatuses", "initContainerStatuses"];
  const found = lists.flatMap((key) =>
    mapsAt(status, key).flatMap((container): (readonly [string, Amounts])[] => {
      const granted = amountsAt(container, "allocatedResources", "up");
      const resources = mapIn(container, "resources");
      if (resources !== undefined) raise(granted, amountsAt(resources, "requests", "up"));
      return granted.size === 0 ? [] : [[String(container.value.name), granted]];
    }),
  );
  return found.length === 0 ? NO_STATUS : new Map(found);
}
