import type { PeerName } from "../rows.ts";
import { countsForm } from "./counts.ts";
import { cpSat } from "./cp-sat.ts";
import { plainForm } from "./form.ts";
import { highs } from "./highs.ts";
import { scip } from "./scip.ts";
import type { Peer } from "./types.ts";

/** Every peer by name: a solver, the program it gets, and the package it comes from. */
export const PEERS: Readonly<
  Record<PeerName, { readonly peer: Peer; readonly form: typeof plainForm; readonly from: string }>
> = {
  highs: { peer: highs, form: plainForm, from: "highs" },
  "highs-counts": { peer: highs, form: countsForm, from: "highs" },
  "cp-sat": { peer: cpSat, form: plainForm, from: "or-tools-wasm" },
  "cp-sat-counts": { peer: cpSat, form: countsForm, from: "or-tools-wasm" },
  scip: { peer: scip, form: plainForm, from: "or-tools-wasm" },
};
