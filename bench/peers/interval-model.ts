import type { ConstraintProto, CpModelProto } from "or-tools-wasm/cp-sat";
import { gridOf } from "../../models/schedule/grid.ts";
import { rulesOf } from "../../src/instance/schedule.ts";
import type { Target } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import { demandOf, usablePairs } from "../../src/instance/usable.ts";
import { buildPlan } from "../../src/plan/build.ts";
import type { Plan } from "../../src/plan/types.ts";
import { mostPieces, withFreeDevices } from "./rigid.ts";

/** A model of CP-SAT for rigid jobs, in ticks, and the plan of one of its points. */
export interface IntervalModel {
  readonly proto: CpModelProto;
  /** Internal units of the target in one unit of the model's objective. */
  readonly unit: number;
  readonly planOf: (point: Float64Array) => Plan;
}

/** True for the makespan and for weighted completion, each alone. */
export function isIntervalTarget({ terms }: Target): boolean {
  const [{ objective }] = terms;
  return terms.length === 1 && ["makespan", "weighted-completion"].includes(objective.name);
}

/** "None" in a domain of 64-bit integers. */
const FAR = 2 ** 52;

/** A possible piece: literal `held` says that the task copy has one on the resource copy. */
interface Slot {
  readonly task: number;
  readonly resource: number;
  readonly held: number;
}

/** Where a task copy may run: the literal that a kind is chosen, and its length there in ticks. */
interface Choice {
  readonly chosen: number;
  readonly length: number;
}

interface Draft {
  readonly instance: Instance;
  readonly usable: ArrayLike<number>;
  readonly tick: number;
  readonly constraints: ConstraintProto[];
  readonly addVariable: (low: number, high: number) => number;
  /** Columns by task copy. */
  readonly starts: readonly number[];
  readonly choices: readonly (readonly Choice[])[];
}

/**
 * For each job a start, for each host that it may use an optional interval of its runtime there, of which exactly as many are
 * there as the job has workers, all of one kind; on each host a cumulative constraint for each dimension; starts behind what
 * they wait for; the makespan behind every end, or the sum of weight x end. An exclusive host has no two at once. Times are
 * counted in their common divisor.
 */
export function intervalModel(instance: Instance, target: Target): IntervalModel {
  const isMakespan = target.terms[0].objective.name === "makespan";
  const usable = usablePairs(instance);
  const { tick, horizon } = gridOf(instance, usable, [], Infinity);
  const domains: number[][] = [];
  const constraints: ConstraintProto[] = [];
  const addVariable = (low: number, high: number) => domains.push([low, high]) - 1;
  const makespan = addVariable(0, horizon);
  const starts = Array.from(instance.taskOfCopy, (t) => {
    const { release, deadline = Infinity } = instance.tasks[t];
    return addVariable(release / tick, Math.min(horizon, Math.floor(deadline / tick)));
  });
  const choices: Choice[][] = [];
  const draft: Draft = { instance, usable, tick, constraints, addVariable, starts, choices };
  const slots: Slot[] = [];
  const onHost = Array.from(instance.resourceOfCopy, (): Held[] => []);
  for (const copy of instance.taskOfCopy.keys()) {
    const chosen = addJob(draft, copy, slots, onHost);
    choices.push(chosen);
    if (!isMakespan) continue;
    const literals = chosen.map((one) => one.chosen);
    const lengths = chosen.map(({ length }) => -length);
    constraints.push(linear([makespan, starts[copy], ...literals], [1, -1, ...lengths], 0, FAR));
  }
  onHost.forEach((held, resource) => {
    addHost(draft, held, instance.resourceOfCopy[resource]);
  });
  addPrecedence(draft);
  const variables = domains.map((domain) => ({ domain }));
  const objective = isMakespan ? { vars: [makespan], coeffs: [1] } : weightedEnds(draft);
  const planOf = (point: Float64Array) => {
    const pieces = slots
      .filter(({ held }) => point[held] === 1)
      .map(({ task, resource }) => ({ task, resource, start: point[starts[task]] * tick }));
    return buildPlan(instance, withFreeDevices(instance, pieces));
  };
  const unit = tick * target.terms[0].factor;
  return { proto: { variables, constraints, objective }, unit, planOf };
}

/** The sum over jobs of weight x (start + length where it is). */
function weightedEnds({ instance, starts, choices }: Draft): { vars: number[]; coeffs: number[] } {
  const terms = starts.flatMap((start, copy) => {
    const { weight } = instance.tasks[instance.taskOfCopy[copy]];
    const lengths = choices[copy].map(({ chosen, length }) => [chosen, weight * length] as const);
    return [[start, weight] as const, ...lengths];
  });
  return { vars: terms.map(([column]) => column), coeffs: terms.map(([, price]) => price) };
}

/** An interval on a host. */
interface Held {
  readonly interval: number;
  readonly task: number;
}

function addJob(
  { instance, usable, tick, constraints, addVariable, starts }: Draft,
  copy: number,
  slots: Slot[],
  onHost: readonly Held[][],
): Choice[] {
  const t = instance.taskOfCopy[copy];
  const R = instance.resources.length;
  const workers = rulesOf(instance).workers[t];
  const kinds = new Map<string, Choice>();
  const held: number[] = [];
  const at = { vars: [starts[copy]], coeffs: [1] };
  instance.resourceOfCopy.forEach((r, resource) => {
    if (usable[t * R + r] !== 1) return;
    const { kind } = instance.resources[r];
    const length = instance.pairs.runtime[t * R + r] / tick;
    const choice = kinds.get(kind) ?? { chosen: addVariable(0, 1), length };
    kinds.set(kind, choice);
    for (let i = mostPieces(instance, t, r); i > 0; i--) {
      const literal = addVariable(0, 1);
      const interval = constraints.push({
        enforcementLiteral: [literal],
        interval: { start: at, size: { offset: length }, end: { ...at, offset: length } },
      });
      constraints.push({
        enforcementLiteral: [literal],
        boolAnd: { literals: [choice.chosen] },
      });
      slots.push({ task: copy, resource, held: literal });
      held.push(literal);
      onHost[resource].push({ interval: interval - 1, task: t });
    }
  });
  const chosen = [...kinds.values()];
  constraints.push({ exactlyOne: { literals: chosen.map((one) => one.chosen) } });
  constraints.push(
    workers === 1
      ? { exactlyOne: { literals: held } }
      : linear(
          held,
          held.map(() => 1),
          workers,
          workers,
        ),
  );
  return chosen;
}

function addHost({ instance, constraints }: Draft, held: readonly Held[], r: number): void {
  if (rulesOf(instance).exclusiveResource[r] === 1) {
    constraints.push({ noOverlap: { intervals: held.map(({ interval }) => interval) } });
  }
  instance.dimensions.forEach((_, d) => {
    const demands = held.map(({ task }) => demandOf(instance, task, r, d));
    if (demands.every((amount) => amount === 0)) return;
    constraints.push({
      cumulative: {
        capacity: { offset: instance.resources[r].capacity[d] },
        intervals: held.map(({ interval }) => interval),
        demands: demands.map((offset) => ({ offset })),
      },
    });
  });
}

/** start of b >= start of a + its length on the kind chosen + lag. */
function addPrecedence({ instance, tick, constraints, starts, choices }: Draft): void {
  const { taskCopyStart, tasks } = instance;
  for (const { before, after, lag, pairwise } of rulesOf(instance).precedence) {
    for (let j = 0; j < tasks[after].count; j++) {
      for (let i = 0; i < tasks[before].count; i++) {
        if (pairwise && i !== j) continue;
        const [a, b] = [taskCopyStart[before] + i, taskCopyStart[after] + j];
        const literals = choices[a].map(({ chosen }) => chosen);
        const lengths = choices[a].map(({ length }) => -length);
        constraints.push(
          linear([starts[b], starts[a], ...literals], [1, -1, ...lengths], lag / tick, FAR),
        );
      }
    }
  }
}

function linear(
  vars: readonly number[],
  coeffs: readonly number[],
  low: number,
  high: number,
): ConstraintProto {
  return { linear: { vars: [...vars], coeffs: [...coeffs], domain: [low, high] } };
}
