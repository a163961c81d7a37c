import type { Instance } from "../instance/types.ts";
import { fitOf, type LevelEnd, type LevelTask, type Method } from "./method.ts";
import { clausesBeside } from "./methods/clauses.ts";
import { hasPatternsAlone, isBriefDone, isLight, isPricedCore } from "./methods/core.ts";
import type { Phase, PhaseGroup, Phases } from "./phases.ts";
import { findMethod } from "./registry.ts";

/** Bounds with certificates that are cheap beside what any method takes, so that every plan leaves with the gap that it has. */
const CHEAP_BOUNDS: Phases = [
  { method: "areas", share: 0.25, work: 400 },
  { method: "prices", share: 0.25, work: 400 },
];

/** True if there is no plan that searches begin with. */
export const hasNoStart = ({ incumbent }: LevelTask) => incumbent.start === undefined;
const isSettled = (task: LevelTask, { termination }: LevelEnd) =>
  task.incumbent.plan !== undefined || termination === "infeasible";
/** True if there is a plan. */
export const hasPlan = ({ incumbent }: LevelTask) => incumbent.plan !== undefined;
const isPureCore = (task: LevelTask) => fitOf(findMethod("branch"), task) === true;
const isFirst = ({ incumbent }: LevelTask) => incumbent.limits.length === 0;
const isTimed = ({ clock }: LevelTask) => clock.left() !== undefined;

/** Where tasks and resources are very many, lists take long, and so does a polish: what proves must have its time, too. */
const LISTS_SHARE = 0.2;

/** Events of local search that pay before a solver is asked: a better start, and no delay that anyone would notice. */
const POLISH = { least: 8, most: 300, perPiece: 0.5 } as const;

const polish: Phase = {
  method: "local",
  when: hasPlan,
  timeShare: LISTS_SHARE,
  enough: ({ incumbent }, _event, events) => {
    const wanted = Math.ceil(POLISH.perPiece * incumbent.instance.taskOfCopy.length);
    return events >= Math.min(POLISH.most, Math.max(POLISH.least, wanted));
  },
};

/** The program for bounds and plans, and beside it searches in turns, as long as the clock runs. */
const program: PhaseGroup = { elsewhere: ["milp"], here: ["local", "neighbourhoods"] };

/** The same of what else is limited. Its end says nothing of the level. */
const limits: Phase = { method: "limits", share: 0.9, work: 2000 };

/** Whether all that must be placed fits at all, where no plan is known. */
const bins: Phase = { method: "bins", share: 0.15, work: 400 };

/** The part of the time for the pure core of a later level. */
const FOR_CORE = 0.35;

/** Cheap things first: what a shape has of its own, bounds, proof and search on a pure core; else lists, patterns and the program. */
export const AT_ONCE: Phases = [
  { method: "list" },
  { method: "wide", ends: (_task, { termination }) => termination === "time-limit" },
  { method: "dp" },
  { method: "identical", share: 0.7 },
  { method: "prices", enough: (_task, { bound }, events) => bound !== undefined && events > 1 },
  { method: "trees" },
  { method: "prices" },
  { method: "trees", anew: true },
  { method: "fleet" },
  {
    method: "greedy",
    when: (task) => hasNoStart(task) && isPureCore(task),
  },
  { ...bins, when: isPureCore },
  {
    method: "branch",
    // Faster than in a thread. Under a work limit it takes turns with the search instead.
    when: (task) => task.clock.workLeft() === undefined && isLight(task) && !isPricedCore(task),
    enough: (task, _event, events) => isBriefDone(task, events),
  },
  {
    isRace: true,
    elsewhere: ["patterns", "exchange"],
    here: [],
    when: (task) => isFirst(task) && hasPatternsAlone(task),
    ends: hasPlan,
  },
  {
    isRace: true,
    elsewhere: ["patterns", "branch", "exchange"],
    here: [],
    when: isFirst,
    ends: hasPlan,
  },
  // Capacities that a makespan leaves just so are for programs as well.
  {
    isRace: true,
    elsewhere: ["branch", "exchange"],
    here: [],
    share: FOR_CORE,
    work: 2000,
    when: (task) => !isFirst(task) && !isPricedCore(task),
  },
  { method: "branch", share: FOR_CORE, work: 2000, when: isPricedCore },
  { method: "learned" },
  { method: "greedy", when: hasNoStart, timeShare: LISTS_SHARE },
  polish,
  bins,
  { method: "packing", patience: 0.3 },
  limits,
  program,
];

/** Events of the search before the program begins, so that it starts from a good plan; without any it waits no longer. */
const OPENING = 60;
const LONGEST_OPENING = 180;
/** Few tasks have few orders, and a program that is soon done. */
const OPENING_PER_TASK = 2;

function openingOf(task: LevelTask): number {
  const most = hasNoStart(task) ? LONGEST_OPENING : OPENING;
  return Math.min(most, OPENING_PER_TASK * (1 + task.incumbent.instance.taskOfCopy.length));
}

/** Events of learned clauses before anything else: where they are quick, no thread is needed. */
const BRIEF = 30;

/** Where hosts do one task at a time, moves on longest paths come further than parts. */
const isShop = (task: LevelTask) =>
  fitOf(findMethod("tabu"), task) === true && !task.without?.has("tabu");

/** A method in a thread, and searches over time beside it. */
function searchesBeside(one: string | Method, when: (task: LevelTask) => boolean): PhaseGroup[] {
  const group = (here: readonly string[], fits: (task: LevelTask) => boolean): PhaseGroup => ({
    ...{ elsewhere: [one], here, when: (task) => when(task) && fits(task) },
  });
  return [group(["tabu", "local"], isShop), group(["local", "parts"], (task) => !isShop(task))];
}

/** Lists, proofs by learned clauses beside the search, and, where it is small enough, the program in a thread beside it. */
export const AFTER_AREAS: Phases = [
  { method: "local", enough: (_task, { isList }) => isList !== true },
  limits,
  // A schedule that is good makes proofs short.
  { method: "tabu", when: hasPlan, share: 0.3, patience: 0.15, work: 200 },
  {
    method: "clauses",
    when: hasPlan,
    share: 0.25,
    work: 600,
    enough: (task, _event, events) => task.clock.workLeft() === undefined && events >= BRIEF,
  },
  ...searchesBeside(
    clausesBeside,
    (task) =>
      hasPlan(task) &&
      isTimed(task) &&
      fitOf(clausesBeside, task) === true &&
      !task.without?.has("clauses"),
  ),
  {
    method: "local",
    enough: (task, _event, events) => isTimed(task) && events >= openingOf(task),
  },
  { method: "parts", when: (task) => hasPlan(task) && !isTimed(task), share: 0.5, work: 2000 },
  ...searchesBeside("milp", () => true),
];

const OVER_TIME: Phases = [{ method: "areas", share: 0.4 }, ...AFTER_AREAS];

/** What is run for a name: "auto", or one method after cheap bounds and what it starts from. */
export function portfolioOf({ mode }: Instance, name: string): Phases {
  if (name === "auto") return mode === "schedule" ? OVER_TIME : AT_ONCE;
  // Where there is no plan, the same proofs that there may be none as `auto` has. A search over time never ends by itself.
  if (mode === "schedule") return [...CHEAP_BOUNDS, limits, ...ownPhases(mode, name)];
  return [...CHEAP_BOUNDS, ...ownPhases(mode, name), bins, limits];
}

/** A method and what it starts from, without any bounds. */
export function ownPhases(mode: Instance["mode"], name: string): Phases {
  const { after = [] } = findMethod(name);
  const before = after.flatMap((one): Phase[] => {
    if (one !== "greedy") return [{ method: one }];
    // A search over time has lists of its own.
    return mode === "schedule" && name === "local" ? [] : [{ method: one, when: hasNoStart }];
  });
  const own: Phase = { method: name, isAsked: true, ends: isSettled };
  // A policy may have nothing to say, and what it says is polished.
  return name === "learned"
    ? [
        ...before,
        { method: name, isAsked: true },
        { method: "greedy", when: hasNoStart },
        { ...polish, timeShare: 1, ends: isSettled },
      ]
    : [...before, own];
}
