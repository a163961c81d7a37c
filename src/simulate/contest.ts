import type { ScheduleView } from "../heuristics/schedule/types.ts";
import { scheduleView } from "../heuristics/schedule/view.ts";
import { withoutLosses } from "../instance/losses.ts";
import { objectiveOf } from "../instance/objectives/registry.ts";
import { targetsOf } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import { unheard } from "../plan/traits.ts";
import type { Plan } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { breathe } from "../planner/clock.ts";
import { plan as planOffline } from "../planner/plan.ts";
import type { PlanOptions } from "../planner/types.ts";
import { sequenceAsSchedule } from "../replan/as-schedule.ts";
import { defined } from "../util/defined.ts";
import { UsageError } from "../util/errors.ts";
import { downtimesOf, type Failures } from "./failures.ts";
import { type KnownRuntimes, knownRuntime } from "./known-runtimes.ts";
import { type Measured, measure } from "./measures.ts";
import { type Noise, noiseFactors } from "./noise.ts";
import { planned } from "./policies/planned.ts";
import { play } from "./run.ts";
import { playedInstance, withTruth } from "./truth.ts";
import type { Downtimes, OnlinePolicy } from "./types.ts";

/** What is simulated. */
export interface Contest {
  readonly instance: Instance;
  /** A plan of the instance that is executed beside the policies. */
  readonly plan?: Plan;
  readonly policies: readonly OnlinePolicy[];
  /** Of what is not known. */
  readonly noise: Noise;
  readonly known?: KnownRuntimes;
  readonly failures?: Failures;
  readonly seeds: readonly number[];
  /** If given, the instance of each seed is also planned offline, knowing everything, within these limits. */
  readonly offline?: Pick<PlanOptions, "timeLimit" | "workLimit">;
  /** Once aborted no further seed is begun, and planning offline ends with what it has. */
  readonly signal?: AbortSignal;
}

/** What planning with true runtimes reached at the first objective, internal; absent where it found nothing. */
export interface Hindsight {
  readonly value?: number;
  readonly bound?: number;
}

/** What happened under one seed. */
export interface Round {
  readonly seed: number;
  readonly hindsight?: Hindsight;
  /** By contestant. */
  readonly measured: readonly Measured[];
}

/** A contest that was held. */
export interface ContestResult {
  /** With expected runtimes; its targets are those of all rounds. */
  readonly played: Instance;
  /** Names: "plan" first if there is one, then the policies. */
  readonly contestants: readonly string[];
  readonly rounds: readonly Round[];
}

/**
 * Plays the plan and every policy against the same true runtimes and failures, seed by seed. Deterministic but for a time
 * limit of `offline`. Throws UsageError for what cannot be simulated, with the rule that stands in the way.
 */
export async function contest(setting: Contest): Promise<ContestResult> {
  const { instance, plan, policies, noise, known, seeds, signal } = setting;
  refuseUnplayable(instance);
  const played = playedInstance(instance);
  const view = viewOf(played);
  const own = plan === undefined ? undefined : checkedPlan(instance, plan);
  const contestants = [
    ...(own === undefined ? [] : [() => planned(view, own)]),
    ...policies.map((policy) => () => policy),
  ];
  for (const make of contestants) refuseUnheard(instance, make());
  const rounds: Round[] = [];
  for (const seed of seeds) {
    await breathe();
    if (signal?.aborted && rounds.length > 0) break;
    const factors = noiseFactors(noise, seed, instance.taskOfCopy.length);
    const truth = withTruth(
      played,
      (copy, entry, expected) => knownRuntime(known, copy, entry) ?? expected * factors[copy],
    );
    const { runtime } = truth.pairs;
    const measured = contestants.map((make) => {
      const policy = make();
      const downtimes = downtimesFor(setting, played, seed);
      return measure(instance, truth, play({ view, runtime, policy, downtimes }));
    });
    const hindsight = await hindsightOf(truth, setting);
    rounds.push({ seed, measured, ...(hindsight !== undefined && { hindsight }) });
  }
  return { played, contestants: contestants.map((make) => make().name), rounds };
}

/** Internal value against an internal reference: what part of the reference it is worse by; undefined of nothing. */
export function regret(value: number, reference: number | undefined): number | undefined {
  if (reference === undefined) return undefined;
  if (value === reference) return 0;
  return reference === 0 ? undefined : (value - reference) / Math.abs(reference);
}

function refuseUnplayable({ mode, earlier }: Instance): void {
  if (mode === "placement") {
    throw new UsageError(
      "Only what runs over time is simulated, and in this instance all tasks run at once (mode placement).\n" +
        "Maybe give tasks runtimes and the document mode: batch.",
    );
  }
  if (earlier !== undefined) throw new UsageError("What is left of a plan is not simulated.");
}

function refuseUnheard(instance: Instance, { name, handles }: OnlinePolicy): void {
  const why = unheard([handles], { instance: withoutLosses(instance) });
  if (why === undefined) return;
  throw new UsageError(
    `${name === "plan" ? "A plan" : `The policy ${name}`} is not simulated where ${why}: it could not keep that rule.\n` +
      "Maybe leave the rule out of a copy of the instance.",
  );
}

function viewOf(played: Instance): ScheduleView {
  const view = scheduleView(played.mode === "batch" ? sequenceAsSchedule(played) : played);
  if (view !== undefined) return view;
  throw new UsageError(
    "Some task has no resource that it may run on.\nMaybe look at what berth solve says of it.",
  );
}

function checkedPlan(instance: Instance, plan: Plan): Plan {
  const { recoveries: _, ...pieces } = plan;
  const checked = verify(withoutLosses(instance), pieces);
  if (checked.ok) return checked.plan.plan;
  const [{ rule, message }] = checked.violations;
  throw new UsageError(
    `The plan breaks the rule ${rule} of its instance: ${message}\nMaybe look with berth verify.`,
  );
}

/** Windows of maintenance cut off what still runs, as failures do; only that policies know them before. */
function downtimesFor({ failures }: Contest, played: Instance, seed: number): Downtimes[] {
  return [...played.resourceOfCopy].flatMap((entry, resource) => {
    const maintenance = played.schedule?.maintenance[entry] ?? [];
    const failing = failures && downtimesOf(failures, seed, resource);
    return [maintenance, ...(failing === undefined ? [] : [failing])].map((windows) => ({
      resource,
      windows,
    }));
  });
}

async function hindsightOf(
  truth: Instance,
  { offline, signal }: Contest,
): Promise<Hindsight | undefined> {
  if (offline === undefined) return undefined;
  // Later objectives say nothing about the first one.
  const objectives =
    truth.combine === "lexicographic" ? truth.objectives.slice(0, 1) : truth.objectives;
  for (const { name, dimension } of objectives) {
    const lacks = objectiveOf(name).lacks?.(truth, dimension === undefined ? {} : { dimension });
    if (lacks === undefined) continue;
    throw new UsageError(
      `There is no plan in hindsight to compare with: ${name} ${lacks}, since what is simulated may pass the ends of windows.\n` +
        "Maybe leave --bound and --work-limit out, or ask for another objective first.",
    );
  }
  const { levels } = await planOffline(truth, { ...offline, ...defined({ signal }), objectives });
  const [target] = targetsOf(truth);
  const level = levels.find((one) => one.target.name === target.name);
  return {
    ...(level?.value !== undefined && { value: level.best ?? level.value }),
    ...(level?.bound !== undefined && { bound: level.bound.value }),
  };
}
