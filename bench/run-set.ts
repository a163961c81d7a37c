import { isMet } from "./judge.ts";
import { measure } from "./measure.ts";
import { PEERS } from "./peers/registry.ts";
import type { Absent, Answer, BenchSet, Form, PeerName, Row, RowSpec, Scale } from "./rows.ts";
import { absence } from "./source.ts";
import { findRow, readResults, resultsPath, writeResults } from "./store.ts";

/** How a set is run. */
export interface RunOptions {
  readonly form: Form;
  readonly folder: string;
  readonly digest: string;
  /** Forget earlier rows. */
  readonly isFresh: boolean;
  /** Only rows whose id contains this. */
  readonly only?: string;
  /** Hears of every row. */
  readonly log: (line: string) => void;
}

/**
 * Runs the rows of a set that have not been measured yet by this program, one process at a time, and writes each row
 * as soon as it is there.
 */
export async function runSet(set: BenchSet, options: RunOptions): Promise<void> {
  const { form, folder, digest, isFresh, only = "", log } = options;
  const path = resultsPath(folder, set.name, form);
  const earlier = isFresh ? undefined : readResults(path);
  const specs = set.rows(form);
  const rows = specs.map((spec) => findRow(earlier, spec, digest));
  for (const [i, spec] of specs.entries()) {
    if (!spec.id.includes(only)) continue;
    log(`${set.name}: ${spec.id}${rows[i] === undefined ? "" : " (kept)"}`);
    rows[i] ??= await runRow(spec, digest);
    // Later rows of an interrupted run are kept too, should this run be interrupted as well.
    writeResults(
      path,
      set,
      form,
      rows.flatMap((row) => row ?? []),
    );
  }
}

async function runRow(spec: RowSpec, digest: string): Promise<Row> {
  const skipped = absence(spec.source);
  if (skipped !== undefined) return { spec, digest, skipped, berth: [], peers: {} };
  const berth: Answer[] = [];
  const peers: Partial<Record<PeerName, Answer | Absent>> = {};
  let scale: Scale | undefined;
  for (let seed = 1; seed <= spec.runs; seed++) {
    const measured = await measure(jobOf(spec, "berth", seed));
    if (!("absent" in measured.answer)) berth.push(measured.answer);
    scale ??= measured.scale;
  }
  for (const peer of spec.peers) {
    const missing = packageAbsence(PEERS[peer].from);
    peers[peer] =
      missing === undefined ? (await measure(jobOf(spec, peer, 1))).answer : { absent: missing };
  }
  const met = isMet(spec, berth, peers, scale);
  return {
    spec,
    digest,
    ...(scale === undefined ? {} : { scale }),
    berth,
    peers,
    ...(met === undefined ? {} : { met }),
  };
}

function jobOf(spec: RowSpec, runner: "berth" | PeerName, seed: number) {
  const { source, objective, limit, method = "auto", stopAt = 0, goal } = spec;
  const goalGap = goal.kind === "gap" ? goal.atMost : stopAt;
  return {
    runner,
    source,
    ...(objective === undefined ? {} : { objective }),
    limit,
    seed,
    method,
    stopAt,
    goalGap,
  };
}

function packageAbsence(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  try {
    import.meta.resolve(name);
    return undefined;
  } catch {
    return `${name} is not installed`;
  }
}
