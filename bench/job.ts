import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Absent, Answer, PeerName, Scale } from "./rows.ts";
import type { Source } from "./source.ts";

/** What one process is to do. */
export interface Job {
  readonly runner: "berth" | PeerName;
  readonly source: Source;
  readonly objective?: string;
  /** Seconds. */
  readonly limit: number;
  readonly seed: number;
  /** Only Berth. */
  readonly method: string;
  readonly without?: readonly string[];
  readonly stopAt: number;
  readonly goalGap: number;
}

/** What such a process writes, one line each. */
export type Line =
  | { readonly ready: Scale; readonly readSeconds: number }
  | { readonly progress: Pick<Answer, "value" | "bound" | "note"> }
  /** The plan is made; what follows is a check of its proof. */
  | { readonly planned: true }
  | { readonly answer: Answer | Absent }
  | { readonly fault: string };

/** Where a process writes its plan to learn how long that takes. It is removed after the process has ended. */
export function planPath(pid: number): string {
  return join(tmpdir(), `berth-bench-${pid}.json`);
}
