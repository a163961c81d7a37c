import type { Instance } from "../../instance/types.ts";
import type { PieceTable } from "./pieces.ts";

/** What the parts of a state read of it; see `State`. */
export interface StateView {
  readonly instance: Instance;
  readonly pieces: PieceTable;
  readonly held: readonly (readonly number[])[];
  readonly busy: Float64Array;
  runtime(piece: number, copy: number): number;
  demand(piece: number, copy: number, dimension: number): number;
}
