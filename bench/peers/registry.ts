import type { PeerName } from "../rows.ts";
import { countsForm } from "./counts.ts";
import { cpSatOn, nativeEngine, wasmEngine } from "./cp-sat.ts";
import { fifo } from "./fifo.ts";
import { type PeerForm, plainForm } from "./form.ts";
import { greedy } from "./greedy.ts";
import { highs, nativeHighs } from "./highs.ts";
import { intervalsOn } from "./intervals.ts";
import { nativeAbsence } from "./native/install.ts";
import { NativeProcess, type NativeSolver } from "./native/process.ts";
import { scip } from "./scip.ts";
import type { Peer, PreparePeer } from "./types.ts";

/** How a peer comes to be. */
interface PeerEntry {
  /** Starts what it runs in, which no limit counts. */
  readonly start: () => PreparePeer | Promise<PreparePeer>;
  /** The package of Node that it comes from, if any. */
  readonly from?: string;
  readonly isNative?: true;
}

/** Every peer by name. */
export const PEERS: Readonly<Record<PeerName, PeerEntry>> = {
  "highs-native": native("highs", (process) => onProgram(nativeHighs(process), plainForm)),
  "highs-counts-native": native("highs", (process) => onProgram(nativeHighs(process), countsForm)),
  "cp-sat-native": native("cp-sat", (process) =>
    onProgram(cpSatOn(nativeEngine(process)), plainForm),
  ),
  "cp-sat-counts-native": native("cp-sat", (process) =>
    onProgram(cpSatOn(nativeEngine(process)), countsForm),
  ),
  "cp-sat-intervals-native": native("cp-sat", (process) => intervalsOn(nativeEngine(process))),
  highs: { start: () => onProgram(highs, plainForm), from: "highs" },
  "highs-counts": { start: () => onProgram(highs, countsForm), from: "highs" },
  "cp-sat": { start: () => onProgram(cpSatOn(wasmEngine), plainForm), from: "or-tools-wasm" },
  "cp-sat-counts": {
    start: () => onProgram(cpSatOn(wasmEngine), countsForm),
    from: "or-tools-wasm",
  },
  "cp-sat-intervals": { start: () => intervalsOn(wasmEngine), from: "or-tools-wasm" },
  scip: { start: () => onProgram(scip, plainForm), from: "or-tools-wasm" },
  fifo: { start: () => fifo },
  greedy: { start: () => greedy },
};

function native(solver: NativeSolver, on: (process: NativeProcess) => PreparePeer): PeerEntry {
  return { start: async () => on(await NativeProcess.start(solver)), isNative: true };
}

/** Peers with the native builds of those that have one, which come first. */
export function withNative(peers: readonly PeerName[]): readonly PeerName[] {
  const builds = peers.map((name) => `${name}-native`).filter((name) => Object.hasOwn(PEERS, name));
  return [...new Set([...(builds as PeerName[]), ...peers])];
}

/** Why a peer cannot run here, or undefined. */
export function peerAbsence(name: PeerName): string | undefined {
  const { from, isNative } = PEERS[name];
  if (isNative) return nativeAbsence();
  if (from === undefined) return undefined;
  try {
    import.meta.resolve(from);
    return undefined;
  } catch {
    return `${from} is not installed`;
  }
}

/** A solver on the program that stands for the instance. */
function onProgram(
  peer: Peer,
  formOf: (...of: Parameters<PreparePeer>) => PeerForm | string,
): PreparePeer {
  return (instance, target) => {
    const form = formOf(instance, target);
    if (typeof form === "string") return form;
    return (seconds, seed, learn) =>
      peer.solve(form.program, seconds, seed, ({ point, bound }) =>
        learn({
          ...(point !== undefined && { plan: form.planOf(point) ?? "undealt" }),
          ...(bound !== undefined && Number.isFinite(bound) && { bound: form.liftBound(bound) }),
        }),
      );
  };
}
