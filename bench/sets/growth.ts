import type { BenchSet, Form, RowSpec } from "../rows.ts";
import type { Source } from "../source.ts";

/** The gap at which a run counts as done. */
const GOAL = 0.001;

const METHODS = ["auto", "milp", "greedy"] as const;

/** How seconds and memory grow when one size doubles and the others stay. */
export const growth: BenchSet = {
  name: "growth",
  title: "Growth: seconds to a gap of 0.1 % and peak memory as sizes double",
  isDrawn: true,
  remark: "growth.svg shows these rows; a method that misses the gap is at the limit, hollow.",
  rows: (form) =>
    panels(form).flatMap(({ panel, sizes, sourceOf, objective }) =>
      sizes.flatMap((size) =>
        METHODS.map(
          (method): RowSpec => ({
            id: `${panel}: ${size.toLocaleString("en")}, ${method}`,
            source: sourceOf(size),
            ...(objective === undefined ? {} : { objective }),
            limit: form === "short" ? 3 : 10,
            runs: 1,
            peers: [],
            goal: { kind: "none" },
            method,
            stopAt: GOAL,
            line: { panel, line: method, size },
          }),
        ),
      ),
    ),
};

interface Panel {
  readonly panel: string;
  readonly sizes: readonly number[];
  readonly sourceOf: (size: number) => Source;
  readonly objective?: string;
}

function panels(form: Form): readonly Panel[] {
  const upTo = (least: number, short: number, full: number): number[] =>
    Array.from({ length: form === "short" ? short : full }, (_, i) => least * 2 ** i);
  const generated = (family: string, tasks: number, resources: number): Source => ({
    kind: "generated",
    family,
    tasks,
    resources,
    seed: 1,
  });
  const all: readonly Panel[] = [
    {
      panel: "gap-d, tasks on 20 resources",
      sizes: upTo(50, 4, 7),
      sourceOf: (tasks) => generated("gap-d", tasks, 20),
    },
    {
      panel: "gap-d, resources for 800 tasks",
      sizes: upTo(5, 2, 6),
      sourceOf: (resources) => generated("gap-d", 800, resources),
    },
    {
      panel: "unrelated makespan, tasks on 20 resources",
      sizes: upTo(50, 4, 7),
      sourceOf: (tasks) => generated("unrelated", tasks, 20),
    },
    {
      panel: "fleet cost, tasks on 1,000 resources of 10 kinds",
      sizes: upTo(1000, 5, 11),
      sourceOf: (tasks) => ({ ...generatedFleet(tasks, 1000), kinds: 10 }),
      objective: "cost",
    },
    {
      panel: "fleet cost, resources of 10 kinds for 100,000 tasks",
      sizes: upTo(100, 2, 9),
      sourceOf: (resources) => ({ ...generatedFleet(100_000, resources), kinds: 10 }),
      objective: "cost",
    },
    {
      panel: "fleet cost, kinds among 1,000 resources for 20,000 tasks",
      sizes: upTo(5, 2, 8),
      sourceOf: (kinds) => ({ ...generatedFleet(20_000, 1000), kinds }),
      objective: "cost",
    },
  ];
  return form === "short" ? [all[0], all[2], all[3]] : all;
}

function generatedFleet(tasks: number, resources: number) {
  return { kind: "generated", family: "fleet", tasks, resources, seed: 1 } as const;
}
