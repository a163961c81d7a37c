/** One objective of a state, kept up step by step. */
export interface Gauge {
  /** After a piece came to the copy. */
  came?(piece: number, copy: number): void;
  /** After a piece left the copy. */
  left?(piece: number, copy: number): void;
  /** Once after all steps of a move: the loads, times and queue of this copy may have changed. */
  settle?(copy: number): void;
  /** The internal value, as `evaluateObjective` would say of the plan. */
  value(): number;
  /** What a search descends: the value, for maxima with a slope where the value is flat. */
  guide(): number;
  /** The resource copies on which the value hangs, if it is a maximum: highest and lowest. */
  extremes?(): { readonly top: number; readonly bottom: number };
}
