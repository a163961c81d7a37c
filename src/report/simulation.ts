import { targetsOf } from "../instance/targets.ts";
import { formatValue } from "../plan/value-text.ts";
import { durationText } from "../plan/wording.ts";
import { printedValue } from "../planner/objective-value.ts";
import { type ContestResult, regret } from "../simulate/contest.ts";
import { formatPercent, formatTable } from "./format.ts";

/** Mean and worst over seeds; the worst is the largest, of values that are maximised the smallest. */
interface Spread {
  readonly mean: number;
  readonly worst: number;
}

/** What one contestant came to over all seeds. Times in ms. */
export interface ContestantReport {
  readonly name: string;
  /** In printed units. */
  readonly objectives: readonly ({ readonly name: string; readonly unit: string } & Spread)[];
  readonly wait_ms: Spread;
  /** Part of all time of resources up to the last end; the worst is the least. */
  readonly busy: Spread;
  /** Task copies past their deadline or the end of a window; restarts, and the time of resources that they cost. */
  readonly late: Spread;
  readonly restarts: Spread;
  readonly lost_ms: Spread;
  /** At the first objective: against the bound, and against the plan made in hindsight; absent where there is none. */
  readonly regret_to_bound?: Spread;
  readonly regret_to_plan?: Spread;
}

/** One row for each contestant, in their order. */
export function contestReport({ played, contestants, rounds }: ContestResult): ContestantReport[] {
  const targets = targetsOf(played);
  return contestants.map((name, i) => {
    const runs = rounds.map(({ measured }) => measured[i]);
    const to = (kind: "bound" | "value") =>
      rounds.map(({ hindsight }, k) => regret(runs[k].values[0], hindsight?.[kind]));
    const [bound, plan] = [spreadOfKnown(to("bound")), spreadOfKnown(to("value"))];
    return {
      name,
      objectives: targets.map((target, l) => {
        const values = spread(runs.map(({ values }) => values[l]));
        return {
          name: target.name,
          unit: target.unit,
          mean: printedValue(target, values.mean),
          worst: printedValue(target, values.worst),
        };
      }),
      wait_ms: {
        mean: spread(runs.map(({ wait }) => wait.mean)).mean,
        worst: spread(runs.map(({ wait }) => wait.worst)).worst,
      },
      busy: opposite(spread(runs.map(({ busy }) => -busy))),
      late: spread(runs.map(({ late }) => late)),
      restarts: spread(runs.map(({ restarts }) => restarts)),
      lost_ms: spread(runs.map(({ lost }) => lost)),
      ...(bound !== undefined && { regret_to_bound: bound }),
      ...(plan !== undefined && { regret_to_plan: plan }),
    };
  });
}

/** The same for a person, in tables of at most `width`. Columns that say nothing are left out. */
export function contestText(result: ContestResult, width: number): string {
  const rows = contestReport(result);
  const columns = [
    ["", ...rows.map(({ name }) => name)],
    ...(rows[0]?.objectives ?? []).map(({ name, unit }, l) => [
      `${name} (worst)`,
      ...rows.map(({ objectives }) => {
        const { mean, worst } = objectives[l];
        return `${valueText(mean, unit)} (${valueText(worst, unit)})`;
      }),
    ]),
    ["wait", ...rows.map(({ wait_ms }) => valueText(wait_ms.mean, "ms"))],
    ["busy", ...rows.map(({ busy }) => formatPercent(busy.mean))],
    column("late", rows, ({ late }) => late, plainNumber),
    column("restarts", rows, ({ restarts }) => restarts, plainNumber),
    column("above bound (worst)", rows, (row) => row.regret_to_bound, formatPercent),
    column("above hindsight (worst)", rows, (row) => row.regret_to_plan, formatPercent),
  ].filter((cells) => cells.length > 0);
  return sideBySide(columns, width)
    .map((part) =>
      formatTable(
        ["", ...rows].map((_, line) => part.map((cells) => cells[line])),
        width,
      ),
    )
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** Columns in as many tables as they need to be read whole; each begins with the first. */
function sideBySide([names, ...others]: readonly string[][], width: number): string[][][] {
  const widthOf = (cells: readonly string[]) =>
    cells.reduce((most, { length }) => Math.max(most, length), 0);
  const tables = [[names]];
  let left = width - widthOf(names);
  for (const cells of others) {
    const needed = BETWEEN + widthOf(cells);
    const isFull = needed > left && tables.at(-1)!.length > 1;
    if (isFull) {
      tables.push([names]);
      left = width - widthOf(names);
    }
    tables.at(-1)!.push(cells);
    left -= needed;
  }
  return tables;
}

/** Spaces between columns. */
const BETWEEN = 2;

function column(
  title: string,
  rows: readonly ContestantReport[],
  of: (row: ContestantReport) => Spread | undefined,
  text: (value: number) => string,
): string[] {
  const spreads = rows.map(of);
  if (spreads.every((one) => one === undefined || (one.worst === 0 && text === plainNumber)))
    return [];
  const cells = spreads.map((one) =>
    one === undefined ? "" : `${text(one.mean)} (${text(one.worst)})`,
  );
  return [title, ...cells];
}

function plainNumber(value: number): string {
  return String(Number(value.toFixed(1)));
}

/** From a minute on means are told to the second. */
function valueText(value: number, unit: string): string {
  if (unit !== "ms") return formatValue(value, unit);
  return durationText(value < 60_000 ? Math.round(value) : Math.round(value / 1000) * 1000);
}

function spread(values: readonly number[]): Spread {
  const worst = values.reduce((most, one) => Math.max(most, one), -Infinity);
  return { mean: values.reduce((sum, one) => sum + one, 0) / values.length, worst };
}

function opposite({ mean, worst }: Spread): Spread {
  return { mean: 0 - mean, worst: 0 - worst };
}

function spreadOfKnown(values: readonly (number | undefined)[]): Spread | undefined {
  const known = values.filter((one) => one !== undefined);
  return known.length === 0 || known.length < values.length ? undefined : spread(known);
}
