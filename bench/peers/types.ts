import type { Program } from "../../src/program/types.ts";
import type { Absent } from "../rows.ts";

/** What a peer knows of a program, as it says. */
export interface PeerFinding {
  readonly point?: Float64Array;
  /** Of the program, floating point. */
  readonly bound?: number;
}

/** A solver to be compared with: minimises a program for so many seconds with its default settings. */
export interface Peer {
  /**
   * Calls `learn` for everything it tells on the way, if it does, and at the end; answers with its own last word, or
   * why it cannot take the program.
   */
  solve(
    program: Program,
    seconds: number,
    seed: number,
    learn: (finding: PeerFinding) => void,
  ): Promise<string | Absent>;
}
