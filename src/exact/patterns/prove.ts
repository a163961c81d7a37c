import type { CoreEvent, CoreShared } from "../../cores/events.ts";
import { largestLoad } from "../../cores/makespan.ts";
import type { MakespanCore } from "../../cores/types.ts";
import { quietly } from "../../util/quietly.ts";
import { makeRandom, type Random } from "../../util/random.ts";
import { searchEvent } from "../makespan/evidence.ts";
import { PatternDecider, type PatternRefutation } from "./decide.ts";
import { dive } from "./dive.ts";
import { assignmentOf, type Pattern, type PatternProblem, patternProblem } from "./problem.ts";
import { regroup } from "./regroup.ts";

/** Rounds of pricing of one decision. */
const ROUNDS = 2000;
const DISCREPANCIES = 2;
/** Where dives look above the bound, one after the other, as parts of it. */
const ABOVE = [0, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.04] as const;

/** Moments that groups get after the last that was better. */
const GROUPING = 4000;

/**
 * Makespans of whole tasks on few kinds of resources: the least limit at which fractions of patterns cover all tasks, by halving,
 * where refuting prices are pushed as far as they refute; then dives at that limit and a little above it. `start` is an assignment that is known.
 * Ends once a plan meets the bound; else it goes on. Yields often, so that the caller may stop; reads no clock.
 */
export function* provePatterns(
  core: MakespanCore,
  shared: CoreShared,
  start: Int32Array | undefined,
  seed: number,
): Generator<CoreEvent, void, void> {
  const problem = patternProblem(core);
  let best = Math.min(shared.upper(), start === undefined ? Infinity : largestLoad(core, start));
  if (!(best < Number.POSITIVE_INFINITY)) return;
  const decider = PatternDecider.make(problem, best);
  if (decider === undefined) return;
  if (start !== undefined) decider.add(patternsOf(core, problem, start));
  let low = Math.max(0, Math.ceil(shared.lower()));
  let high = best;
  const { demand, copies } = problem;
  // Limits below `low` are refuted; at `high` fractions cover all, or an assignment has it.
  while (low < high) {
    const limit = low + Math.floor((high - low) / 2);
    const found = yield* quietly(decider.ask({ limit, demand, copies, rounds: ROUNDS }));
    if (found === undefined) high = limit;
    else if (isRefutation(found)) {
      const pushed = yield* quietly(decider.push(found, high));
      low = pushed.limit + 1;
      yield boundEvent(core, problem, pushed);
    } else {
      const longest = found.reduce((most, { pattern }) => Math.max(most, pattern.length), 0);
      high = Math.min(limit, longest);
    }
    low = Math.max(low, Math.ceil(shared.lower()));
    high = Math.min(high, shared.upper());
  }
  const upper = () => Math.min(best, shared.upper());
  for (const patterns of plans(decider, low, upper, makeRandom(seed))) {
    if (patterns === undefined) {
      yield {};
      continue;
    }
    const assignment = assignmentOf(core, problem, patterns);
    const value = largestLoad(core, assignment);
    if (value >= best) continue;
    best = value;
    yield { assignment, value };
  }
}

/** Plans at the bound and above it: dives with ever more discrepancies, then by chance, and after each round groups of the best plan. */
function* plans(
  decider: PatternDecider,
  low: number,
  upper: () => number,
  random: Random,
): Generator<readonly Pattern[] | undefined, void, void> {
  const { demand, copies } = decider.problem;
  let best: readonly Pattern[] | undefined;
  let groups: ReturnType<typeof regroup> | undefined;
  for (let turn = 0; upper() > low; turn++) {
    const course = turn <= DISCREPANCIES ? { discrepancies: turn } : { discrepancies: 0, random };
    for (const above of ABOVE) {
      const limit = Math.floor(low * (1 + above));
      if (limit >= upper()) break;
      const found = yield* dive(decider, { limit, demand, copies }, course);
      if (found === undefined) {
        yield undefined;
        continue;
      }
      best = found;
      groups = undefined;
      yield best;
      break;
    }
    if (best === undefined) continue;
    groups ??= regroup(decider, best, low, random);
    for (let events = 0; events < GROUPING; events++) {
      const { done, value } = groups.next();
      if (done === true) return;
      if (value !== undefined) events = 0;
      yield value;
    }
  }
}

function isRefutation(found: object): found is PatternRefutation {
  return "prices" in found;
}

/** A bound with a certificate that needs no more than the prices of tasks. */
function boundEvent(
  core: MakespanCore,
  { classOf }: PatternProblem,
  { limit, prices }: PatternRefutation,
): CoreEvent {
  const byTask = Array.from(classOf, (c) => (c < 0 ? 0 : prices[c]));
  return searchEvent(core, limit + 1, { root: { prices: [byTask] } });
}

/** What resources do in an assignment. */
function patternsOf(
  { runtime, resources }: MakespanCore,
  { classOf, kindOf }: PatternProblem,
  assignment: Int32Array,
): readonly Pattern[] {
  return Array.from({ length: resources }, (_, i) => {
    const counts = new Map<number, number>();
    let length = 0;
    assignment.forEach((at, j) => {
      if (at !== i || classOf[j] < 0) return;
      counts.set(classOf[j], (counts.get(classOf[j]) ?? 0) + 1);
      length += runtime[j * resources + i];
    });
    const classes = [...counts.keys()].sort((a, b) => a - b);
    const pattern = { kind: kindOf[i], classes, length };
    return { ...pattern, counts: classes.map((c) => counts.get(c) as number) };
  }).filter(({ classes }) => classes.length > 0);
}
