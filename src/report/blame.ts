import type { Target } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { AreaMeasure } from "../plan/certificate/over-time/types.ts";
import type { BigPrices, Certificate } from "../plan/certificate/types.ts";
import { count, listed } from "./groups.ts";
import { spanText } from "./when.ts";

/** What a certificate puts a price on: more of it would let the bound fall, and nothing else would. */
export interface Blame {
  /** Resource entries. */
  readonly resources: ReadonlySet<number>;
  /** Task entries, where only some are meant. */
  readonly tasks?: ReadonlySet<number>;
  /** What is priced, such as "gpu", "time" or "licence". */
  readonly what: ReadonlySet<string>;
  /** In this time, ms, where the proof speaks of one. */
  readonly from?: number;
  readonly until?: number;
}

/**
 * What a certificate of a bound on this instance blames; undefined where its kind, such as a search tree, blames nothing in
 * particular, or where it is about other resources.
 */
export function blameOf(
  instance: Instance,
  target: Target,
  certificate: Certificate,
): Blame | undefined {
  const found = blamed(instance, target, certificate);
  const isTelling = found !== undefined && found.resources.size > 0 && found.what.size > 0;
  return isTelling ? found : undefined;
}

/** "The bound on makespan rests on gpu of dgx and l4, 18:00-21:30." */
export function blameText(instance: Instance, name: string, blame: Blame, last: number): string {
  const kinds = new Set([...blame.resources].map((r) => instance.resources[r].kind));
  const isAll = blame.resources.size === instance.resources.length;
  const where = isAll ? "all resources" : listed([...kinds]);
  const { from = 0, until = last } = blame;
  const isPart = from > 0 || until < last;
  const when = isPart ? `, ${spanText(from, Math.min(until, last), instance.origin, last)}` : "";
  const who = blame.tasks === undefined ? "" : ` for ${count(blame.tasks.size)} of the tasks`;
  return `The bound on ${name} rests on ${listed([...blame.what])} of ${where}${who}${when}.`;
}

function blamed(instance: Instance, target: Target, certificate: Certificate): Blame | undefined {
  const { dimensions } = instance;
  const names = dimensions.map(({ name }) => name);
  switch (certificate.kind) {
    case "capacity-prices": {
      const time = certificate.time?.map((price) => [price]) ?? [];
      const small = both(
        ofTable(instance, certificate.price, names),
        ofTable(instance, time, ["time"]),
      );
      return both(small, ofBig(instance, certificate.big));
    }
    case "configuration-prices":
      return ofTable(instance, certificate.capacity, names);
    case "load-prices":
    case "level-prices": {
      // Levels are of runtimes, or of how full each dimension is.
      const isTime = instance.mode === "batch" || target.terms[0].objective.name === "makespan";
      const small = ofTable(instance, certificate.price, isTime ? ["time"] : names);
      return both(
        small,
        certificate.kind === "level-prices" ? ofBig(instance, certificate.big) : undefined,
      );
    }
    case "energy-prices": {
      const { measures, from, until } = certificate;
      const found = ofMeasures(instance, measures);
      return found && { ...found, from, until };
    }
    case "late-prices": {
      const found = ofMeasures(instance, certificate.measures ?? []);
      return found && { ...found, until: certificate.at };
    }
    case "busy-prices":
    case "rent-prices":
      return ofMeasures(instance, certificate.measures);
    case "sum":
      return certificate.parts
        .map((part) => blamed(instance, target, part.certificate))
        .reduce(both, undefined);
    default:
      return undefined;
  }
}

/** Rows by resource entry, columns of things that are priced; undefined for a table of other resources. */
function ofTable(
  { resources }: Instance,
  table: readonly (readonly number[])[],
  names: readonly string[],
): Blame | undefined {
  if (table.length !== resources.length) return undefined;
  const blamedOnes = new Set<number>();
  const what = new Set<string>();
  for (const [r, row] of table.entries()) {
    for (const [column, price] of row.entries()) {
      if (price <= 0 || names[column] === undefined) continue;
      blamedOnes.add(r);
      what.add(names[column]);
    }
  }
  return { resources: blamedOnes, what };
}

/** Prices on pieces that are large beside a limit. */
function ofBig(instance: Instance, big: readonly BigPrices[] = []): Blame | undefined {
  return big
    .map(({ load, price }) => {
      const name = load === "time" ? "time" : (instance.dimensions[load]?.name ?? "");
      return ofTable(
        instance,
        price.map((one) => [one]),
        [name],
      );
    })
    .reduce(both, undefined);
}

function ofMeasures(instance: Instance, measures: readonly AreaMeasure[]): Blame | undefined {
  return measures.map((one) => ofMeasure(instance, one)).reduce(both, undefined);
}

function ofMeasure(instance: Instance, { of, price }: AreaMeasure): Blame | undefined {
  const { resources, dimensions, schedule, tasks } = instance;
  if (typeof of === "string" && of.startsWith("limit ")) {
    if (!price.some((one) => one > 0)) return undefined;
    const limit = schedule?.limits.find(({ name }) => `limit ${name}` === of);
    if (limit === undefined) return undefined;
    const width = limit.perPair ? resources.length : 1;
    const uses = tasks.flatMap((_, t) => {
      const own = limit.usage.subarray(t * width, (t + 1) * width);
      return own.some((one) => one > 0) ? [t] : [];
    });
    return {
      resources: new Set(resources.keys()),
      tasks: new Set(uses),
      what: new Set([limit.name]),
    };
  }
  const name = typeof of === "number" ? dimensions[of]?.name : "time alone";
  return name === undefined
    ? undefined
    : ofTable(
        instance,
        price.map((one) => [one]),
        [name],
      );
}

/** What either of two blames; tasks are only told where both tell some. */
function both(a: Blame | undefined, b: Blame | undefined): Blame | undefined {
  if (a === undefined || a.resources.size === 0) return b;
  if (b === undefined || b.resources.size === 0) return a;
  const resources = new Set([...a.resources, ...b.resources]);
  const what = new Set([...a.what, ...b.what]);
  if (a.tasks === undefined || b.tasks === undefined) return { resources, what };
  return { resources, what, tasks: new Set([...a.tasks, ...b.tasks]) };
}
