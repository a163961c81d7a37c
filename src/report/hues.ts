/** A colour of bars, and one that can be read on it (contrast of 4.5 or more). */
export interface Hue {
  readonly fill: string;
  readonly ink: string;
}

const DARK = "#14181d";

/** Colours of task entries, in turn. */
export const HUES: readonly Hue[] = [
  { fill: "#4c78a8", ink: "#ffffff" },
  { fill: "#f58518", ink: DARK },
  { fill: "#54a24b", ink: DARK },
  { fill: "#b279a2", ink: DARK },
  { fill: "#e45756", ink: DARK },
  { fill: "#72b7b2", ink: DARK },
  { fill: "#a67c63", ink: DARK },
  { fill: "#eeca3b", ink: DARK },
];
