import { QUANTITIES } from "../../../util/quantities.ts";
import { show } from "../../../util/show.ts";
import { readField } from "../fields.ts";
import { at, checkKeys, type Fields, isMap, maybe, type Report } from "../report.ts";

/** The keys that a setup rule may have; the schema has the same. */
export const SETUP_KEYS: ReadonlySet<string> = new Set(["from", "to", "time"]);

/** Families by number, 0 standing for none, and the time between two of them; see `ScheduleRules`. */
export interface Setups {
  readonly families: readonly string[];
  readonly family: Int32Array;
  readonly setup: Float64Array;
}

/** `setup: [{ from, to, time }]`: the first rule that holds counts ("*" or absent: any other family), else 0. */
export function readSetup(report: Report, document: Fields, entries: readonly Fields[]): Setups {
  const families = [""];
  const numbers = new Map<string, number>();
  const family = Int32Array.from(entries, ({ family: name }, t) => {
    if (name === undefined) return 0;
    // Told with the task.
    if (typeof name !== "string" || name === "") return 0;
    if (name === "*") {
      report.add(at(`/tasks/${t}`, "family"), `"*" stands for any family, so it is no name of one`);
      return 0;
    }
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, families.length);
    families.push(name);
    return families.length - 1;
  });
  const F = families.length;
  const setup = new Float64Array(F * F);
  const { setup: rules } = document;
  if (rules === undefined) return { families, family, setup };
  if (!Array.isArray(rules)) {
    report.add(
      "/setup",
      `expected a list such as [{ from: bert, to: gpt, time: 5m }], got ${show(rules)}`,
    );
    return { families, family, setup };
  }
  const read = Array.from(rules, (item: unknown, i) => {
    const path = `/setup/${i}`;
    if (!isMap(item)) {
      report.add(
        path,
        `expected a map such as { from: bert, to: gpt, time: 5m }, got ${show(item)}`,
      );
      return undefined;
    }
    checkKeys(report, path, item, SETUP_KEYS);
    for (const key of ["from", "to"] as const) {
      const name = item[key];
      if (name === undefined || name === "*") continue;
      if (typeof name === "string" && numbers.has(name)) continue;
      const hint = maybe(String(name), numbers.keys());
      report.add(at(path, key), `no task has the family ${show(name)}`, hint);
    }
    if (item.time === undefined) report.add(path, "expected a time, got none");
    return { ...item, time: readField(report, path, item, "time", QUANTITIES.duration, 0) };
  });
  const holds = (given: unknown, name: string) =>
    given === undefined || given === "*" || given === name;
  for (let f = 1; f < F; f++) {
    for (let g = 1; g < F; g++) {
      const rule = read.find((one: Fields | undefined) => {
        if (one === undefined || !holds(one.from, families[f]!) || !holds(one.to, families[g]!))
          return false;
        // A rule about any other family says nothing of a family after itself.
        return f !== g || (one.from === families[f] && one.to === families[g]);
      });
      setup[f * F + g] = rule?.time ?? 0;
    }
  }
  return { families, family, setup };
}
