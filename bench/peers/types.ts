import type { Target } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import type { Plan } from "../../src/plan/types.ts";
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

/** What a peer knows of an instance under a target. */
export interface PlanFinding {
  /** Unverified; "undealt" where its counts cannot be dealt out to copies. */
  readonly plan?: Plan | "undealt";
  /** On the target's internal value. */
  readonly bound?: number;
}

/** A peer made ready for one instance: it runs for so many seconds and answers as `Peer.solve` does. */
export type PreparedPeer = (
  seconds: number,
  seed: number,
  learn: (finding: PlanFinding) => void,
) => Promise<string | Absent>;

/** Makes a peer ready, or says why it has nothing to say of the instance. */
export type PreparePeer = (instance: Instance, target: Target) => PreparedPeer | string;
