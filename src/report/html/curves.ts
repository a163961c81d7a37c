import type { VerifiedPlan } from "../../plan/types.ts";
import { usageOf } from "../usage.ts";
import type { PlanStory } from "./story.ts";
import type { CurveChart, ReportSection } from "./types.ts";

/** Use of each dimension over time. */
export function usageSection({ instance, plan }: VerifiedPlan): ReportSection {
  const { times, curves, isMean } = usageOf(instance, plan);
  const chart: CurveChart = {
    kind: "curves",
    label: "Share of each dimension of all resources that is in use, over time",
    file: "use.csv",
    unit: "ms",
    ...(instance.origin !== undefined && { origin: instance.origin }),
    valueUnit: "fraction",
    x: times,
    curves: curves.map(({ name, share }) => ({ name, y: share })),
  };
  const mean = isMean ? " Each point is the mean of a stretch of time." : "";
  const text = `Of all that the instance has; "resources" are those on which anything runs.${mean}`;
  return {
    id: "use",
    title: "Use over time",
    parts: [
      { kind: "text", text },
      { kind: "chart", chart },
    ],
  };
}

/** What was over sooner, in seconds, is no curve. */
const LEAST = 0.05;

/** How value and bound of each level came together while the run went on; absent where nothing is known of that. */
export function convergenceSection({
  trace,
  seconds,
  objectives,
}: PlanStory): ReportSection | undefined {
  const parts = objectives.flatMap(({ name, unit }) => {
    const own = trace.filter((entry) => entry.objective === name);
    const last = own[own.length - 1];
    if (last === undefined || last.seconds - own[0].seconds < LEAST) return [];
    const later = trace.find((entry) => entry.seconds > last.seconds && entry.objective !== name);
    const end = Math.max(last.seconds, later?.seconds ?? seconds ?? last.seconds);
    const lines = end > last.seconds ? [...own, { ...last, seconds: end }] : own;
    const curve = (of: "value" | "bound") => lines.map((entry) => entry[of] ?? null);
    const chart: CurveChart = {
      kind: "curves",
      label: `Value and bound of ${name} while the run went on`,
      file: `run-${name.replace(/[^A-Za-z0-9]+/g, "-")}.csv`,
      unit: "s",
      valueUnit: unit,
      x: lines.map((entry) => entry.seconds),
      curves: [
        { name: `${name}: value`, y: curve("value") },
        { name: "bound", y: curve("bound"), isDashed: true },
      ],
    };
    return [{ kind: "chart", chart } as const];
  });
  if (parts.length === 0) return undefined;
  return { id: "run", title: "How the run went", parts };
}
