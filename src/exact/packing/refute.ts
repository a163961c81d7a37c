import { plainTarget } from "../../bounds/plain-target.ts";
import type { PackingCore } from "../../cores/packing.ts";
import { packingCore } from "../../cores/packing.ts";
import type { Instance } from "../../instance/types.ts";
import type { Solver } from "../../program/types.ts";
import { boundRounds, type PricingRound } from "./bound.ts";
import { certifyPrices } from "./certify.ts";
import { SCALE } from "./pricing.ts";
import { fillSequentially } from "./sequential.ts";
import type { Configuration } from "./types.ts";

/** What a refutation may use. */
export interface RefuteSettings {
  readonly solver: Solver;
  /** Nodes of one pricing of one resource entry. */
  readonly nodes: number;
  readonly stopped: () => boolean;
}

/** Value of a piece that must be placed: so fine that whole prices lose nothing that decides. */
const PIECE = 1000;

/** Task entries x resource entries x dimensions beyond which rounds take long. */
const MOST_ENTRIES = 200_000;

/**
 * A sentence that proves that no placement holds all pieces that must be placed: over configurations of single resource
 * copies, prices on tasks say how many of them fit together at most (Farkas' ray of the configuration program, which sees what no
 * sum and no single dual feasible function does). Groups and a budget are left out, which only makes room. Proven as a certified
 * bound on the number of pieces. Yields undefined between rounds, and nothing after the sentence; ends where the program has
 * room for all, or the instance is none for packing.
 */
export async function* refutePacking(
  given: Instance,
  { solver, nodes, stopped }: RefuteSettings,
): AsyncGenerator<string | undefined, void, void> {
  const { tasks, resources, dimensions, pairs } = given;
  if (tasks.length === 0 || resources.length === 0) return;
  if (given.mode !== "placement" || pairs.features !== undefined) return;
  if (tasks.length * resources.length * dimensions.length > MOST_ENTRIES) return;
  const instance = countingPieces(given);
  const target = plainTarget("throughput");
  const found = packingCore(instance, target);
  if (typeof found === "string") return;
  const core = { ...found, value: found.value.map((one) => one * found.step), step: 1 };
  const needed = tasks.reduce((sum, { optional, count }) => sum + (optional ? 0 : count), 0);
  const start = startFills(core, nodes);
  for await (const round of boundRounds(core, { solver, start, nodes, stopped })) {
    if (round.better && promised(core, round) > -BigInt(SCALE * PIECE * needed)) {
      const bound = certifyPrices(instance, target, core, round);
      if (bound !== undefined && bound.value > -PIECE * needed) {
        const most = Math.floor(-bound.value / PIECE);
        yield `At most ${most} of the ${needed} pieces that must be placed fit on the resources, however they are put together (configurations).`;
        return;
      }
    }
    if (round.atMost <= SCALE * PIECE * (-needed + TINY)) return;
    yield undefined;
  }
}

/** Configurations that plans might have: copies filled one after the other, by number or by size, the last as often as there is need. */
function startFills(core: PackingCore, nodes: number): readonly Configuration[] {
  const { tasks, resources, dimensions, demand, capacity, optional } = core;
  const entries = Array.from({ length: resources }, (_, r) => r);
  /** The largest part of a dimension that a piece takes. */
  const part = (t: number, r: number): number => {
    let most = 0;
    for (let d = 0; d < dimensions; d++) {
      const room = capacity[r * dimensions + d];
      const amount = demand[(t * resources + r) * dimensions + d];
      if (room > 0) most = Math.max(most, amount / room);
    }
    return most;
  };
  const units = core.units.with(resources - 1, tasks);
  return WORTHS.flatMap((worth) =>
    fillSequentially(
      { ...core, units },
      entries,
      (t, r) => (optional[t] === 1 ? 0 : Math.round(PIECE * worth(Math.min(1, part(t, r))))),
      nodes,
    ).map(({ configuration }) => configuration),
  );
}

/** What a piece is worth that takes this part of a copy. */
const WORTHS: readonly ((part: number) => number)[] = [
  () => 1,
  (part) => part,
  (part) => part * part,
  (part) => (part > 1 / 2 ? 1 : part > 1 / 3 ? 1 / 2 : part / 2),
];

/** What the simplex method may be off by, in pieces. */
const TINY = 1e-7;

/** The same placements, where throughput counts the pieces that must be placed. */
function countingPieces(instance: Instance): Instance {
  const { budget: _, ...rest } = instance;
  const tasks = instance.tasks.map((task) => ({ ...task, gain: task.optional ? 0 : PIECE }));
  return { ...rest, tasks, colocate: [], separate: [] };
}

/** The bound that pricing claims for its prices, SCALE times. */
function promised(core: PackingCore, { prices, worths }: PricingRound): bigint {
  let bound = 0n;
  for (let t = 0; t < core.tasks; t++) bound += BigInt(core.copies[t]) * BigInt(prices[t]);
  for (let r = 0; r < core.resources; r++) {
    if (worths[r] > 0) bound -= BigInt(core.units[r]) * BigInt(Math.ceil(worths[r]));
  }
  return bound;
}
