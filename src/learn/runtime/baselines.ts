import { axesOf, pointsOf } from "../completion/dimensions.ts";
import { type FeatureFrame, identities } from "../features/frame.ts";
import type { Fitted, Learner } from "./types.ts";

/** What a learner has to beat: simple ways to say a runtime, with the same spread everywhere. */
export const BASELINES: readonly Learner[] = [
  {
    name: "kind mean",
    spread: "shift",
    supports: () => true,
    fit: (frame, target) => {
      const overall = meanOf(target);
      const means = meansBy(keysOf(frame, "resource"), target);
      return {
        ask: (asked) => flat(keysOf(asked, "resource").map((key) => means.get(key) ?? overall)),
      };
    },
  },
  {
    name: "nearest",
    spread: "shift",
    supports: (rows) => rows <= 20_000 || "more than 20,000 rows",
    fit: nearest,
  },
  { name: "speed ratio", spread: "shift", supports: () => true, fit: speedRatio },
];

/** The target of the row that is nearest along all features, numbers in standard deviations, texts 0 or 1 apart. */
function nearest(frame: FeatureFrame, target: Float64Array): Fitted {
  const axes = axesOf(frame);
  const points = pointsOf(frame, axes);
  const width = axes.length;
  const ask = (asked: FeatureFrame) => {
    const others = pointsOf(asked, axes);
    return flat(
      Array.from({ length: asked.rows }, (_, i) => {
        let [best, least] = [0, Number.POSITIVE_INFINITY];
        for (let j = 0; j < points.rows && least > 0; j++) {
          let sum = 0;
          for (let d = 0; d < width && sum < least; d++) {
            const [a, b] = [others.at[i * width + d], points.at[j * width + d]];
            const isMissing = Number.isNaN(a) || Number.isNaN(b);
            if (isMissing) sum += Number.isNaN(a) === Number.isNaN(b) ? 0 : 1;
            else if (axes[d].scale === undefined) sum += a === b ? 0 : 1;
            else sum += (a - b) ** 2 / 2;
          }
          if (sum < least) [best, least] = [j, sum];
        }
        return target[best];
      }),
    );
  };
  return { ask };
}

/** A task takes as long as it does, times the slowness of the kind: log runtime = task + kind, by alternating means. */
function speedRatio(frame: FeatureFrame, target: Float64Array): Fitted {
  const [taskKeys, kindKeys] = [keysOf(frame, "task"), keysOf(frame, "resource")];
  const overall = meanOf(target);
  let task = new Map<string, number>();
  let kind = new Map<string, number>();
  for (let round = 0; round < 50; round++) {
    task = meansBy(
      taskKeys,
      target.map((value, i) => value - overall - (kind.get(kindKeys[i]) ?? 0)),
    );
    kind = meansBy(
      kindKeys,
      target.map((value, i) => value - overall - (task.get(taskKeys[i]) ?? 0)),
    );
  }
  const ask = (asked: FeatureFrame) => {
    const [tasks, kinds] = [keysOf(asked, "task"), keysOf(asked, "resource")];
    return flat(tasks.map((key, i) => overall + (task.get(key) ?? 0) + (kind.get(kinds[i]) ?? 0)));
  };
  return { ask };
}

function flat(middle: readonly number[]) {
  return { middle: Float64Array.from(middle), spread: new Float64Array(middle.length).fill(1) };
}

function keysOf(frame: FeatureFrame, side: "task" | "resource"): readonly string[] {
  const own = frame.columns.filter((_, c) => frame.features[c].side === side);
  return Array.from({ length: frame.rows }, (_, row) => own.map((column) => column[row]).join());
}

function meansBy(keys: readonly string[], values: Float64Array): Map<string, number> {
  const sums = new Map<string, [number, number]>();
  keys.forEach((key, i) => {
    const [sum, count] = sums.get(key) ?? [0, 0];
    sums.set(key, [sum + values[i], count + 1]);
  });
  return new Map([...sums].map(([key, [sum, count]]) => [key, sum / count]));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Tasks or kinds of a frame that are told apart. */
export function countOf(frame: FeatureFrame, side: "task" | "resource"): number {
  return new Set(identities(frame, side)).size;
}
