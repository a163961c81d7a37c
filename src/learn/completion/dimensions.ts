import { type FeatureFrame, identities, type Side } from "../features/frame.ts";

/** A feature that tells rows apart, and how its values become distances. */
export interface Axis {
  /** Index of the feature in the schema. */
  readonly column: number;
  readonly side: Side;
  /** Numbers: (g(value) - mean) / spread, g the logarithm or nothing. Absent: a category. */
  readonly scale?: { readonly isLog: boolean; readonly mean: number; readonly spread: number };
}

/** Rows as points: one coordinate for each axis, and the task that each row is of. */
export interface Points {
  readonly rows: number;
  /** Length rows x axes, row-major; NaN is missing, -1 a category that no one has seen. */
  readonly at: Float64Array;
  /** Equal numbers are equal tasks. */
  readonly task: Int32Array;
}

/** Axes beyond these tell little and cost much: the first ones of the schema that differ are kept. */
const MOST_AXES = 24;

/**
 * The features of a frame that take more than one value; positive numbers that span more than a factor of four are taken
 * by their logarithm.
 */
export function axesOf(frame: FeatureFrame): readonly Axis[] {
  const axes: Axis[] = [];
  const known = new Set<string>();
  frame.features.forEach(({ side, type }, column) => {
    const values = frame.columns[column];
    const present = values.filter((value) => !Number.isNaN(value));
    const [low, high] = extremes(present);
    if (present.length === 0 || (low === high && present.length === values.length)) return;
    // A feature that parts the rows as another does adds nothing but cost.
    const parting = `${side} ${identities({ features: [], rows: frame.rows, columns: [values] }).join()}`;
    if (type === "category" && known.has(parting)) return;
    known.add(parting);
    if (type === "category") {
      axes.push({ column, side });
      return;
    }
    const isLog = low > 0 && high > 4 * low;
    const scaled = present.map((value) => (isLog ? Math.log(value) : value));
    const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length;
    const square = scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / scaled.length;
    axes.push({ column, side, scale: { isLog, mean, spread: Math.sqrt(square) || 1 } });
  });
  return axes.slice(0, MOST_AXES);
}

/** Rows of a frame along these axes. A number that has no logarithm is missing. */
export function pointsOf(frame: FeatureFrame, axes: readonly Axis[]): Points {
  const at = new Float64Array(frame.rows * axes.length);
  axes.forEach(({ column, scale }, d) => {
    for (let row = 0; row < frame.rows; row++) {
      const value = frame.columns[column][row];
      at[row * axes.length + d] =
        scale === undefined
          ? value
          : ((scale.isLog ? Math.log(value > 0 ? value : Number.NaN) : value) - scale.mean) /
            scale.spread;
    }
  });
  const own = axes.filter(({ side }) => side === "task").map(({ column }) => frame.columns[column]);
  const task = identities({ features: [], rows: frame.rows, columns: own });
  return { rows: frame.rows, at, task };
}

function extremes(values: Float64Array): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}
