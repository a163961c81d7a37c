import type { VerifiedPlan } from "../../plan/types.ts";
import { moneyText } from "../../plan/wording.ts";
import { costOfResource, costSplit, type ResourceCosts } from "../costs.ts";
import { formatPercent } from "../format.ts";
import { count } from "../groups.ts";
import type { ReportCell, ReportPart, ReportSection } from "./types.ts";

/** Rows of a table before the rest is one row. */
const MOST_ROWS = 30;

/** What is paid for, in tables that sum to the plan's cost exactly; absent where nothing costs anything. */
export function costsSection({ instance, plan }: VerifiedPlan): ReportSection | undefined {
  const split = costSplit(instance, plan);
  if (split.total === 0) return undefined;
  const { resources, tasks } = instance;
  const parts: ReportPart[] = [
    { kind: "text", text: `${moneyText(split.total)} in all; the parts sum to it exactly.` },
    {
      kind: "table",
      caption: "Cost by resource",
      file: "cost-by-resource.csv",
      ...resourceTable(split.resources, (r) => resources[r].id, split.transfers, split.total),
    },
  ];
  const paid = [...split.tasks].filter(([, cost]) => cost > 0).sort(([, a], [, b]) => b - a);
  if (paid.length > 0) {
    const sum = paid.reduce((all, [, cost]) => all + cost, 0);
    const [shown, rest] = [paid.slice(0, MOST_ROWS), paid.slice(MOST_ROWS)];
    const rows = shown.map(([t, cost]) => [tasks[t].id, money(cost), share(cost, sum)]);
    if (rest.length > 0) {
      const others = rest.reduce((all, [, cost]) => all + cost, 0);
      rows.push([`${count(rest.length)} others`, money(others), share(others, sum)]);
    }
    parts.push({
      kind: "table",
      caption: "Cost of the tasks themselves",
      file: "cost-by-task.csv",
      head: ["task", "cost", "of these"],
      rows: [...rows, ["all tasks", money(sum), share(sum, sum)]],
      isFolded: true,
    });
  }
  return { id: "costs", title: "What it costs", parts };
}

/** Columns of what is paid for, in their order; those without any amount are left out. */
const COLUMNS = [
  ["tasks", "pieces"],
  ["paid once", "once"],
  ["time in use", "busy"],
  ["time idle", "idle"],
] as const;

function resourceTable(
  resources: readonly ResourceCosts[],
  nameOf: (entry: number) => string,
  transfers: number,
  total: number,
) {
  const sorted = [...resources].sort((a, b) => costOfResource(b) - costOfResource(a));
  const [shown, rest] = [sorted.slice(0, MOST_ROWS), sorted.slice(MOST_ROWS)];
  const columns = COLUMNS.filter(([, key]) => resources.some((one) => one[key] !== 0));
  const row = (name: string, list: readonly ResourceCosts[]): readonly ReportCell[] => {
    const sumOf = (of: (one: ResourceCosts) => number) =>
      list.reduce((sum, one) => sum + of(one), 0);
    const all = sumOf(costOfResource);
    return [
      name,
      {
        text: count(sumOf(({ copies }) => copies)),
        raw: sumOf(({ copies }) => copies),
        isNumber: true,
      },
      ...columns.map(([, key]) => money(sumOf((one) => one[key]))),
      money(all),
      share(all, total),
    ];
  };
  const blank = columns.map(() => "");
  const moved = ["moved data", "", ...blank, money(transfers), share(transfers, total)];
  const copies = resources.reduce((sum, one) => sum + one.copies, 0);
  const sums = columns.map(([, key]) => money(resources.reduce((sum, one) => sum + one[key], 0)));
  return {
    head: ["resource", "copies in use", ...columns.map(([title]) => title), "cost", "of all"],
    rows: [
      ...shown.map((one) => row(nameOf(one.resource), [one])),
      ...(rest.length > 0 ? [row(`${count(rest.length)} others`, rest)] : []),
      ...(transfers > 0 ? [moved] : []),
      [
        "all",
        { text: count(copies), raw: copies, isNumber: true as const },
        ...sums,
        money(total),
        share(total, total),
      ],
    ],
  };
}

function money(amount: number): ReportCell {
  return { text: moneyText(amount), raw: amount / 1e6, isNumber: true };
}

function share(part: number, whole: number): ReportCell {
  const of = whole === 0 ? 0 : part / whole;
  return { text: formatPercent(of), raw: of, proof: { certified: of, bounded: of } };
}
