import { QUANTITIES, readQuantity } from "../../../util/quantities.ts";
import { show } from "../../../util/show.ts";
import { dimensionMeant } from "../../dimension-words.ts";
import type { Limit } from "../../schedule-rules.ts";
import type { Demand } from "../../types.ts";
import type { Dimensions } from "../dimensions.ts";
import { isName } from "../fields.ts";
import { at, checkKeys, type Fields, isMap, maybe, type Report, readMap } from "../report.ts";

/** The keys that a shared limit may have; the schema has the same. */
export const LIMIT_KEYS: ReadonlySet<string> = new Set(["name", "capacity", "dimension", "queue"]);

/**
 * Shared limits: `{ name, capacity }` of which tasks say what a piece uses (`limits: { name: 2 }`), or
 * `{ name, dimension, capacity, queue }`, which counts what pieces demand of a dimension, of all tasks or of one `queue`.
 */
export function readLimits(
  report: Report,
  document: Fields,
  entries: readonly Fields[],
  demand: readonly Demand[],
  dimensions: Dimensions,
): readonly Limit[] {
  const limits = readList(report, document, entries, demand, dimensions);
  const own = new Map(
    limits.filter(({ dimension }) => dimension === undefined).map((limit) => [limit.name, limit]),
  );
  entries.forEach((fields, t) => {
    const path = at(`/tasks/${t}`, "limits");
    if (fields.limits === undefined) return;
    const uses = readMap(report, path, fields.limits, "a map of amounts such as { licence: 1 }");
    for (const [name, value] of Object.entries(uses ?? {})) {
      const limit = own.get(name);
      if (limit === undefined) {
        const counts = limits.some((one) => one.name === name);
        const why = counts
          ? `the limit ${show(name)} counts what tasks demand, so none says what it uses`
          : `no limit has the name ${show(name)}`;
        report.add(at(path, name), why, counts ? undefined : maybe(name, own.keys()));
        continue;
      }
      const amount = readQuantity(QUANTITIES.amount, value);
      if (typeof amount === "number") limit.usage[t] = amount;
      else report.add(at(path, name), amount.message, amount.hint);
    }
  });
  return limits;
}

function readList(
  report: Report,
  document: Fields,
  entries: readonly Fields[],
  demand: readonly Demand[],
  dimensions: Dimensions,
): readonly Limit[] {
  const { limits } = document;
  if (limits === undefined) return [];
  if (!Array.isArray(limits)) {
    report.add(
      "/limits",
      `expected a list such as [{ name: licence, capacity: 3 }], got ${show(limits)}`,
    );
    return [];
  }
  const seen = new Set<string>();
  const queues = new Set<unknown>(
    entries.flatMap(({ queue }) => (typeof queue === "string" ? [queue] : [])),
  );
  return Array.from(limits, (item: unknown, i) => {
    const path = `/limits/${i}`;
    if (!isMap(item)) {
      report.add(path, `expected a map such as { name: licence, capacity: 3 }, got ${show(item)}`);
      return [];
    }
    checkKeys(report, path, item, LIMIT_KEYS);
    const { name, queue } = item;
    if (!isName(report, at(path, "name"), name)) return [];
    if (seen.has(name)) report.add(at(path, "name"), `the limit ${show(name)} is there already`);
    seen.add(name);
    if (item.dimension === undefined) {
      if (queue !== undefined) {
        const hint = "Maybe add dimension: gpu, or let tasks say what they use.";
        report.add(at(path, "queue"), "the limit of a queue counts a dimension", hint);
      }
      const capacity = readQuantity(QUANTITIES.amount, item.capacity);
      if (typeof capacity !== "number") {
        report.add(at(path, "capacity"), capacity.message, capacity.hint);
        return [];
      }
      return [{ name, capacity, usage: new Float64Array(entries.length), perPair: false }];
    }
    const d = typeof item.dimension === "string" ? dimensions.indexOf(item.dimension) : undefined;
    if (d === undefined) {
      const names = dimensions.list.map((of) => of.name);
      const meant =
        typeof item.dimension === "string" ? dimensionMeant(item.dimension, names) : undefined;
      const hint = meant === undefined ? undefined : `Maybe write ${show(meant)}.`;
      const message = `expected a dimension of this document, got ${show(item.dimension)}`;
      report.add(at(path, "dimension"), message, hint);
      return [];
    }
    if (queue !== undefined && !queues.has(queue)) {
      const hint = typeof queue === "string" ? maybe(queue, [...queues].map(String)) : undefined;
      report.add(at(path, "queue"), `no task has the queue ${show(queue)}`, hint);
    }
    const capacity = dimensions.readCapacity(d, item.capacity);
    if (typeof capacity !== "number") {
      report.add(at(path, "capacity"), capacity.message, capacity.hint);
      return [];
    }
    return [{ name, capacity, dimension: d, ...usageOf(demand[d]!, entries, queue) }];
  }).flat();
}

/** The demands of a dimension, 0 for tasks of other queues. */
function usageOf({ perPair, values }: Demand, entries: readonly Fields[], queue: unknown) {
  const usage = values.slice();
  const width = entries.length === 0 ? 1 : values.length / entries.length;
  entries.forEach((fields, t) => {
    if (queue !== undefined && fields.queue !== queue) usage.fill(0, t * width, (t + 1) * width);
  });
  return { usage, perPair };
}
