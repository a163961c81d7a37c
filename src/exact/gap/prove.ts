import type { CoreEvent, CoreShared } from "../../cores/events.ts";
import type { GapCore } from "../../cores/types.ts";
import type { SearchNode } from "../../plan/certificate/types.ts";
import { InvariantError } from "../../util/errors.ts";
import { metered } from "./metered.ts";
import { copyNode, propagate, rootNode } from "./node.ts";
import { type NormalCore, normalise } from "./normalise.ts";
import { makeRecorder, type Recorder } from "./record.ts";
import { makeRelaxation, type Relaxation } from "./relaxation.ts";
import { firstPrices, raiseRoot } from "./root.ts";
import { makeSearch } from "./search.ts";

/** Limits of a proof. */
export interface ProveOptions {
  /** Stop after this many nodes over all limits tried. Default: none. */
  readonly maxNodes?: number;
  /** Largest certificate. Default 50,000 nodes. */
  readonly mostRecorded?: number;
}

const MOST_RECORDED = 50_000;

/** If the best known value is this near, the search goes for it at once instead of limit by limit. */
const NEAR = 2;

/** A limit refuted in this many nodes was far too low. */
const QUICK = 3;

/** A limit several units above the last one is given up after this many nodes. */
const STUCK = 300;

/**
 * Closes the gap of a core from below: for limits z from the root bound on, is there an assignment of cost at most z?
 * Yields the root bound, better assignments, the bound z + 1 after each refuted limit with a certificate (if the core
 * says what it fills and the tree is small enough), and often an empty event, so that the caller may stop. Ends when
 * nothing below `shared.upper()` is left: then the last bound equals the optimum, or the cost of the dearest
 * assignment + 1 if there is none. Yields nothing but an empty event if the core's numbers do not fit 32 bits.
 */
export function* proveGap(
  given: GapCore,
  shared: CoreShared,
  options: ProveOptions = {},
): Generator<CoreEvent, void, void> {
  const { core, shift, total, dearest } = normalise(given);
  const relaxation = makeRelaxation(core);
  if (relaxation === undefined) return yield {};
  yield* metered(
    proveNormal(given, { core, shift, total, dearest }, relaxation, shared, options),
    relaxation,
  );
}

function* proveNormal(
  given: GapCore,
  { core, shift, total, dearest }: NormalCore,
  relaxation: Relaxation,
  shared: CoreShared,
  options: ProveOptions,
): Generator<CoreEvent> {
  const { scale } = relaxation;
  const scaled = shift.map((one) => one * scale);
  const { maxNodes = Infinity, mostRecorded = MOST_RECORDED } = options;
  const upper = () => Math.min(shared.upper() - total, dearest + 1);
  const coarse = relaxation.grain.some((one) => one > 1) && { grain: Array.from(relaxation.grain) };
  const boundEvent = (limit: number, recorder: Recorder): CoreEvent => {
    const { filled, step, offset, given: limits = [] } = given;
    const bound = limit + 1 + total;
    if (filled === undefined || !recorder.whole) return { bound };
    const refuted = step * (limit + total) + offset;
    const root = recorder.root as SearchNode;
    const proof = { kind: "search", refuted, denominator: scale, resource: filled, root } as const;
    const within = limits.length > 0 && { given: limits };
    return { bound, certificate: { ...proof, ...coarse, ...within } };
  };

  const root = rootNode(core, firstPrices(core, scale, relaxation.highest));
  const first = makeRecorder(scaled, 1);
  if (!propagate(core, root)) return yield boundEvent(dearest, first);
  const value = yield* raiseRoot(core, relaxation, root, upper);
  first.prices(first.root, root);
  // Nothing that is known may be refuted, and a known bound need not be proved again.
  let limit = Math.min(Math.ceil(value / scale), upper()) - 1;
  yield boundEvent(limit, first);

  let nodes = 0;
  for (let pace = 1; ; ) {
    limit = Math.max(limit, Math.min(shared.lower() - total, upper()) - 1);
    const most = upper() - 1;
    if (limit >= most) return;
    const next = most - limit <= NEAR ? most : Math.min(most, limit + pace);
    const recorder = makeRecorder(scaled, mostRecorded);
    const search = makeSearch(core, relaxation, copyNode(root), next, recorder);
    while (!search.done && search.limit > limit) {
      search.limit = Math.min(search.limit, upper() - 1);
      if (nodes + search.nodes >= maxNodes) return;
      const found = search.advance();
      if (found === undefined) yield {};
      else yield { assignment: checked(core, found), value: found.cost + total };
      if (search.limit - limit > 1 && pace > 1 && search.nodes > STUCK) break;
    }
    nodes += search.nodes;
    if (!search.done && search.limit > limit) {
      // Too far above what is refuted: a lower limit says more.
      pace = Math.ceil(Math.min(pace, search.limit - limit) / 4);
      continue;
    }
    if (search.limit > limit) {
      limit = search.limit;
      yield boundEvent(limit, recorder);
    }
    // What was found here may not have come to `shared` yet, but nothing is below it.
    if (search.limit < next) return;
    // Refuted at once: costs are finer than what decides.
    if (search.nodes <= QUICK) pace *= 2;
  }
}

/** Throws InvariantError if an assignment is not what the search says it is. */
function checked(
  { tasks, resources, weight, capacity, cost }: GapCore,
  found: { readonly assignment: Int32Array; readonly cost: number },
): Int32Array {
  const room = capacity.slice();
  let sum = 0;
  for (let j = 0; j < tasks; j++) {
    const e = j * resources + found.assignment[j];
    room[found.assignment[j]] -= weight[e];
    sum += cost[e];
  }
  if (sum === found.cost && room.every((left) => left >= 0)) return found.assignment;
  throw new InvariantError(`The search found an assignment of ${found.cost} that is none.`);
}
