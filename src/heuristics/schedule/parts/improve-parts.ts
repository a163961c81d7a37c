import { ClauseSolver } from "../../../exact/clauses/solver.ts";
import { gridOf } from "../../../instance/facts/grid.ts";
import { MOST_TIME } from "../../../plan/certificate/over-time/clause-log/variables.ts";
import type { Plan } from "../../../plan/types.ts";
import type { Random } from "../../../util/random.ts";
import { endOf } from "../gauges/last-end.ts";
import { loadPlan } from "../load-plan.ts";
import type { PartialSchedule } from "../partial-schedule.ts";
import { planOf } from "../plan-of.ts";
import type { Placement, ScheduleEvent, ScheduleView } from "../types.ts";
import { followPart } from "./follow-part.ts";
import { partModel } from "./part-model.ts";
import { WholeSchedule } from "./whole-schedule.ts";

/** Task copies that are free: at first, at least and at most; and how their number changes after a part was searched through or cut off. */
const SIZE = { first: 20, least: 6, most: 120, more: 0.25, less: 0.5 } as const;

/** Part of the free copies that stand near one instant; the others stand anywhere. */
const NEAR = 0.6;

/** How often a part may also give a schedule that is as long. */
const EQUAL = 0.3;

/** After so many parts that brought nothing the whole is worked at, as long as some of them. */
const WHOLE = { after: 3, work: 250_000 } as const;

/** Work of a solver, in members of pools, on one part. */
const WORK = 250_000;

/** What a search through parts asks of others. */
export interface PartsInput {
  /** The best plan from anywhere. */
  readonly heard: () => Plan | undefined;
  /** Whether a plan counts: that it keeps what nobody looks at here, such as budgets and earlier levels. */
  readonly admits: (plan: Plan) => boolean;
  /** No plan ends before, ms. */
  readonly bound: () => number;
}

/**
 * Large-neighbourhood search over time for a makespan: some task copies are free, the others keep their hosts and their order there
 * (`partModel`), and learned clauses look for a shorter schedule. Never ends by itself. Source: Godard, Laborie, Nuijten (ICAPS 2005); Shaw (1998),
 * DOI 10.1007/3-540-49481-2_30.
 */
export function* improveParts(
  view: ScheduleView,
  start: Plan,
  { heard, admits, bound }: PartsInput,
  random: Random,
): Generator<ScheduleEvent, void, void> {
  const unit = gridOf(view.instance);
  let schedule = loadPlan(view, start);
  let best = endOf(schedule);
  let size: number = SIZE.first;
  let rounds = 0;
  const whole = new WholeSchedule(view, random);
  /** Takes a schedule that is no longer, where it counts; gives its plan if it is shorter. */
  const take = (found: PartialSchedule | undefined): Plan | undefined => {
    const length = found === undefined ? Infinity : endOf(found);
    const plan = found === undefined || length > best ? undefined : planOf(found);
    if (found === undefined || plan === undefined || !admits(plan)) return undefined;
    const isShorter = length < best;
    [schedule, best] = [found, length];
    return isShorter ? plan : undefined;
  };
  if (view.free.length === 0 || best / unit >= MOST_TIME) return;
  for (;;) {
    const other = heard();
    if (other !== undefined) {
      const theirs = loadPlan(view, other);
      if (endOf(theirs) < best) [schedule, best] = [theirs, endOf(theirs)];
    }
    const free = freeOf(view, schedule, Math.round(size), random);
    const isEqual = random.unit() < EQUAL;
    const horizon = Math.ceil(best / unit) - (isEqual ? 0 : 1);
    const model = partModel(view, schedule.placed, free, horizon, random);
    const solver = new ClauseSolver(model);
    const attempt = solver.attempt(horizon);
    let end = attempt.next();
    while (end.done !== true && solver.work < WORK) {
      yield { isWithin: true };
      end = attempt.next();
    }
    if (end.done !== true) size = Math.max(SIZE.least, size - SIZE.less);
    else if (end.value === "refuted") size = Math.min(SIZE.most, size + SIZE.more);
    else {
      const plan = take(followPart(view, model, solver.solution()));
      yield plan === undefined ? {} : { plan };
      continue;
    }
    if (++rounds % WHOLE.after === 0) {
      const plan = take(
        yield* whole.search(
          schedule,
          Math.ceil(best / unit),
          Math.ceil(bound() / unit),
          WHOLE.work,
        ),
      );
      yield plan === undefined ? {} : { plan };
      continue;
    }
    yield {};
  }
}

/** Copies near an instant, and some from anywhere. */
function freeOf(
  view: ScheduleView,
  { placed }: PartialSchedule,
  wanted: number,
  random: Random,
): ReadonlySet<number> {
  const copies = view.free.filter((copy) => placed[copy] !== undefined);
  const end = copies.reduce((last, copy) => Math.max(last, placed[copy]?.end ?? 0), 0);
  const time = random.unit() * end;
  const far = (copy: number) => {
    const { start, end: until } = placed[copy] as Placement;
    return Math.max(start - time, time - until, 0);
  };
  const keys = new Map(copies.map((copy) => [copy, far(copy)]));
  const near = random
    .shuffle([...copies])
    .sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number));
  const free = new Set(near.slice(0, Math.ceil(NEAR * wanted)));
  for (const copy of random.shuffle(copies)) {
    if (free.size >= wanted) break;
    free.add(copy);
  }
  return free;
}
