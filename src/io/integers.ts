import { contentHash } from "../instance/content-hash.ts";
import { costOf, energyOf, isEligible, runtimeOf } from "../instance/features.ts";
import { usageOf } from "../instance/schedule.ts";
import type { ScheduleRules } from "../instance/schedule-rules.ts";
import type { Target } from "../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import { demandOf } from "../instance/usable.ts";
import { traitsOf } from "../plan/traits.ts";
import { defined } from "../util/defined.ts";
import { UsageError } from "../util/errors.ts";

/** More pairs of entries than this are not written out. */
const MOST_PAIRS = 4_000_000;

/**
 * An instance as whole numbers that a checker of certificates in any language can read: a document of JSON, whose fields and units
 * `docs/certificates.md` defines. Throws UsageError for more than four million pairs of entries. O(T R D).
 */
export function instanceIntegers(instance: Instance, targets: readonly Target[]): object {
  const { mode, tasks, resources, dimensions, domains, links, transfer, schedule } = instance;
  const pairs = tasks.length * resources.length;
  const kinds = [...new Set(resources.map(({ kind }) => kind))];
  if (pairs > MOST_PAIRS) {
    throw new UsageError(
      `${pairs} pairs of task and resource are too many to write out (at most ${MOST_PAIRS}).\n` +
        "Maybe write equal rows as one with a count.",
    );
  }
  const { migrates, pinned = [] } = instance.earlier ?? {};
  return {
    berth_integers: 1,
    instance_hash: contentHash(instance),
    mode,
    traits: Object.fromEntries([...traitsOf(instance)].map(([name, { kind }]) => [name, kind])),
    objectives: targets.map(({ name, sense, perUnit, terms }) => ({
      ...{ name, sense, per_unit: perUnit },
      terms: terms.map(({ objective, factor }) => ({ ...asked(objective), factor })),
    })),
    dimensions: dimensions.map(({ name, unit, devices }) => ({ name, unit, devices })),
    resources: resources.map((resource) => ({
      ...resourceIntegers(resource),
      kind: kinds.indexOf(resource.kind),
    })),
    tasks: tasks.map((_, t) => taskIntegers(instance, t, migrates)),
    domains: domains.map(({ label, of }) => ({ label, of: [...of] })),
    links: links.map(({ from, to, output }) => ({ from, to, output })),
    transfer: {
      ...{ sites: transfer.sites, site_of: [...transfer.siteOf], price: [...transfer.price] },
    },
    pinned: pinned.length,
    ...(schedule !== undefined && { schedule: scheduleIntegers(instance, schedule) }),
  };
}

function asked({ name, dimension, priority }: ObjectiveSpec): object {
  return { objective: name, ...defined({ dimension, priority }) };
}

function resourceIntegers({
  id,
  count,
  capacity,
  pricePerHour,
  fixedPrice,
  power,
  from,
  until,
}: Instance["resources"][number]): object {
  return {
    ...{ id, count, capacity, price_per_hour: pricePerHour, fixed_price: fixedPrice },
    ...defined({ power, from, until }),
  };
}

function taskIntegers(instance: Instance, t: number, migrates: Uint8Array | undefined): object {
  const { resources, dimensions, tasks } = instance;
  const { id, count, weight, gain, priority, optional, divisible, replicas } = tasks[t];
  const { across, release, due, deadline, hasRuntime } = tasks[t];
  const row = (amount: (r: number) => number) => resources.map((_, r) => amount(r));
  return {
    ...{ id, count, weight, gain, priority, optional, divisible, replicas, release },
    ...defined({ across, due, deadline }),
    has_runtime: hasRuntime,
    eligible: row((r) => (isEligible(instance, t, r) ? 1 : 0)),
    runtime: row((r) => runtimeOf(instance, t, r)),
    cost: row((r) => costOf(instance, t, r)),
    energy: row((r) => energyOf(instance, t, r)),
    demand: dimensions.map((_, d) => row((r) => demandOf(instance, t, r, d))),
    ...(migrates !== undefined && { migrates: row((r) => migrates[t * resources.length + r]) }),
  };
}

function scheduleIntegers({ tasks, resources }: Instance, rules: ScheduleRules): object {
  return {
    workers: [...rules.workers],
    exclusive_tasks: [...rules.exclusiveTask],
    exclusive_resources: [...rules.exclusiveResource],
    precedence: rules.precedence.map((one) => ({ ...one })),
    maintenance: rules.maintenance,
    setup: [...rules.setup],
    limits: rules.limits.map((limit) => ({
      ...{ name: limit.name, capacity: limit.capacity },
      usage: tasks.map((_, t) => resources.map((_r, r) => usageOf(limit, t, r, resources.length))),
    })),
  };
}
