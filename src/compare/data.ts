import { printedValue } from "../planner/objective-value.ts";
import { PROFILE_AT, profilesOf, ratioOf } from "./profile.ts";
import { standingsOf } from "./standing.ts";
import type { Comparison } from "./text.ts";

const COLUMNS = [
  ...["instance", "contestant", "objective", "unit", "value", "bound", "bound_status", "gap"],
  ...["best", "ratio", "seconds", "failure", "reason"],
];

/** A line for each instance and contestant, in printed units. */
export function* comparisonCsv({ judged }: Comparison): Generator<string> {
  yield `${COLUMNS.join(",")}\n`;
  for (const record of judged) {
    const { name, target, bound, best, runs } = record;
    const shown = (value: number | undefined) =>
      value === undefined ? "" : printedValue(target, value);
    for (const { contestant, value, gap, seconds, trouble } of runs) {
      const ratio = ratioOf(record, contestant);
      const cells = [
        ...[name, contestant, target.name, target.unit, shown(value), shown(bound?.value)],
        ...[
          bound?.status,
          gap,
          shown(best),
          ratio === Infinity ? "" : ratio,
          seconds,
          trouble?.kind,
          trouble?.reason,
        ],
      ];
      yield `${cells.map(cellOf).join(",")}\n`;
    }
  }
}

function cellOf(value: string | number | undefined): string {
  const text = String(value ?? "");
  return /[",\n\r;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** All of it as one document, in printed units. */
export function comparisonDocument({ contestants, judged, unread }: Comparison): object {
  return {
    contestants: standingsOf(contestants, judged),
    profiles: { ratios: PROFILE_AT, contestants: profilesOf(contestants, judged) },
    instances: [
      ...judged.map(({ name, target, bound, best, infeasible, runs }) => ({
        instance: name,
        objective: target.name,
        unit: target.unit,
        sense: target.sense,
        ...(infeasible !== undefined && { infeasible }),
        ...(bound !== undefined && {
          bound: { ...bound, value: printedValue(target, bound.value) },
        }),
        ...(best !== undefined && { best: printedValue(target, best) }),
        runs: runs.map(({ value, ...run }) => ({
          ...run,
          ...(value !== undefined && { value: printedValue(target, value) }),
        })),
      })),
      ...unread.map(({ name, unread: why }) => ({ instance: name, unread: why })),
    ],
  };
}
