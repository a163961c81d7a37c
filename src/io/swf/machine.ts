import { UsageError } from "../../util/errors.ts";
import type { WorkloadLog } from "./log.ts";

/** What the jobs of a log run on. */
export interface Machine {
  readonly nodes: number;
  /** Of each node. */
  readonly cores: number;
  /** MiB of each node; absent where memory is not planned. */
  readonly memory?: number;
}

/** What a person says of the machine. */
export interface MachineSettings {
  readonly nodes?: number;
  readonly cores?: number;
  readonly memory?: number;
}

/**
 * The machine that settings say, or the header. Without a word on nodes, or with nodes of one processor, all processors are one pool. Throws UsageError
 * where neither says how many there are.
 */
export function machineOf({ header }: WorkloadLog, said: MachineSettings): Machine {
  const memory = said.memory === undefined ? {} : { memory: said.memory };
  const { nodes, cores } = said;
  if (nodes !== undefined || cores !== undefined) {
    if (nodes !== undefined && cores !== undefined) return { nodes, cores, ...memory };
    const missing = nodes === undefined ? "--nodes N" : "--cores N, those of each node";
    throw new UsageError(`A machine has nodes with cores.\nMaybe add ${missing}.`);
  }
  const processors = countIn(header.get("maxprocs"));
  const listed = countIn(header.get("maxnodes"));
  const total = processors ?? listed;
  if (total === undefined) {
    throw new UsageError(
      "The header of the log says neither MaxProcs nor MaxNodes.\nMaybe add --nodes 64 --cores 16.",
    );
  }
  if (listed !== undefined && listed < total && total % listed === 0) {
    return { nodes: listed, cores: total / listed, ...memory };
  }
  return { nodes: 1, cores: total, ...memory };
}

/** The number that a value of the header begins with; some have a word behind it. */
function countIn(text: string | undefined): number | undefined {
  const [, digits] = /^(\d{1,9})(?!\d)/.exec(text ?? "") ?? [];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
}
