import { isMet } from "./judge.ts";
import { jobOf, type Ledger } from "./ledger.ts";
import { measure } from "./measure.ts";
import { peerAbsence, withNative } from "./peers/registry.ts";
import type { Absent, Answer, BenchSet, Form, PeerName, Row, RowSpec, Scale } from "./rows.ts";
import { absence } from "./source.ts";
import { readResults, resultsPath, writeResults } from "./store.ts";

/** How a set is run. */
export interface RunOptions {
  readonly form: Form;
  readonly folder: string;
  /** What has been measured. */
  readonly ledger: Ledger;
  /** Only rows whose id contains this. */
  readonly only?: string;
  /** Whether a peer's native build stands beside its WebAssembly build. */
  readonly hasNative?: boolean;
  /** Hears of every row. */
  readonly log: (line: string) => void;
}

/**
 * Measures the rows of a set, but for what the ledger knows, one process at a time, and writes each row as soon as it is
 * there. Rows that are not asked for stay as they are.
 */
export async function runSet(set: BenchSet, options: RunOptions): Promise<void> {
  const { form, folder, ledger, only = "", log } = options;
  const path = resultsPath(folder, set.name, form);
  const specs = set.rows(form);
  const rows = earlierRows(specs, readResults(path)?.rows ?? []);
  for (const [i, spec] of specs.entries()) {
    if (!spec.id.includes(only)) continue;
    log(`${set.name}: ${spec.id}${ledger.has(spec) ? " (kept)" : ""}`);
    rows[i] = await runRow(spec, ledger, options.hasNative === true);
    writeResults(
      path,
      set,
      form,
      rows.flatMap((row) => row ?? []),
    );
  }
}

/** By spec, so that a run that ends early or measures some rows alone leaves the others. */
function earlierRows(specs: readonly RowSpec[], earlier: readonly Row[]): (Row | undefined)[] {
  const known = new Map(earlier.map((row) => [JSON.stringify(row.spec), row]));
  return specs.map((spec) => known.get(JSON.stringify(spec)));
}

async function runRow(spec: RowSpec, ledger: Ledger, hasNative: boolean): Promise<Row> {
  const skipped = absence(spec.source);
  if (skipped !== undefined) return { spec, skipped, berth: [], peers: {} };
  const berth: Answer[] = [];
  const peers: Partial<Record<PeerName, Answer | Absent>> = {};
  let scale: Scale | undefined;
  for (let run = 1; run <= spec.runs; run++) {
    const measured = await ledger.take(jobOf(spec, "berth", run), measure);
    // The place in the list tells the seed, so none may be missing between two.
    if ("absent" in measured.answer) break;
    berth.push(measured.answer);
    scale ??= measured.scale;
  }
  for (const peer of hasNative ? withNative(spec.peers) : spec.peers) {
    const missing = peerAbsence(peer);
    peers[peer] =
      missing === undefined
        ? (await ledger.take(jobOf(spec, peer, 1), measure)).answer
        : { absent: missing };
  }
  const met = isMet(spec, berth, peers, scale);
  return {
    spec,
    ...(scale === undefined ? {} : { scale }),
    berth,
    peers,
    ...(met === undefined ? {} : { met }),
  };
}
