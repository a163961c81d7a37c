import type { PeerName } from "../rows.ts";
import { countsForm } from "./counts.ts";
import { cpSat } from "./cp-sat.ts";
import { fifo } from "./fifo.ts";
import { type PeerForm, plainForm } from "./form.ts";
import { greedy } from "./greedy.ts";
import { highs } from "./highs.ts";
import { cpSatIntervals } from "./intervals.ts";
import { scip } from "./scip.ts";
import type { Peer, PreparePeer } from "./types.ts";

/** Every peer by name: how it is made ready, and the package it comes from, if any. */
export const PEERS: Readonly<
  Record<PeerName, { readonly prepare: PreparePeer; readonly from?: string }>
> = {
  highs: { prepare: onProgram(highs, plainForm), from: "highs" },
  "highs-counts": { prepare: onProgram(highs, countsForm), from: "highs" },
  "cp-sat": { prepare: onProgram(cpSat, plainForm), from: "or-tools-wasm" },
  "cp-sat-counts": { prepare: onProgram(cpSat, countsForm), from: "or-tools-wasm" },
  "cp-sat-intervals": { prepare: cpSatIntervals, from: "or-tools-wasm" },
  scip: { prepare: onProgram(scip, plainForm), from: "or-tools-wasm" },
  fifo: { prepare: fifo },
  greedy: { prepare: greedy },
};

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
