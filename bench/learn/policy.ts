import { priceBound } from "../../src/bounds/prices/prices.ts";
import { generate } from "../../src/instance/generate/registry.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import type { Instance } from "../../src/instance/types.ts";
import type { Policy } from "../../src/learn/policy/policy.ts";
import { type Example, trainPolicy } from "../../src/learn/policy/train.ts";
import { plan } from "../../src/planner/plan.ts";
import { makeRandom } from "../../src/util/random.ts";
import { priceRule } from "./price-rule.ts";
import type { MethodResult, PolicyResults } from "./types.ts";

/** Generated fleets to learn from, with a limit for each proof, ms; their seeds are not those that are judged. */
const OFFERED = 220;
const PROOF_LIMIT = 3000;
/** Longest that auto may look for the gap of learned, ms. */
const AUTO_LIMIT = 10_000;
const WARM = { instances: 20, limit: 3000 } as const;

type Log = (line: string) => void;

/** A policy trained on proven plans of small fleets, against greedy, auto and the rule that only reads prices. */
export async function measurePolicy(instances: number, log: Log): Promise<PolicyResults> {
  const examples = await provenExamples(log);
  const policy = trainPolicy(examples, 1);
  log(`trained on ${examples.length} plans: ${JSON.stringify(policy.trained)}`);
  const held = Array.from({ length: instances }, (_, i) => heldOut(i));
  return {
    offered: OFFERED,
    learnedFrom: examples.length,
    instances,
    methods: await compare(held, policy, log),
    warmStart: await warmStart(held.slice(0, WARM.instances), policy),
  };
}

async function provenExamples(log: Log): Promise<readonly Example[]> {
  const examples: Example[] = [];
  for (let i = 0; i < OFFERED; i++) {
    const random = makeRandom(1000 + i);
    const instance = fleet(random.int(16, 50), random.int(4, 12), random.int(2, 6), 1000 + i);
    const objectives = instance.objectives.slice(0, 1);
    const outcome = await plan(instance, { objectives, timeLimit: PROOF_LIMIT });
    if (i % 20 === 19) log(`${i + 1} of ${OFFERED} fleets to learn from`);
    if (outcome.plan === undefined || outcome.termination !== "optimal") continue;
    const [target] = targetsOf(instance, objectives);
    const bound = priceBound(instance, target);
    examples.push({ instance, target, plan: outcome.plan.plan, bound });
  }
  return examples;
}

function heldOut(i: number): Instance {
  const random = makeRandom(50_000 + i);
  return fleet(random.int(100, 500), random.int(5, 40), random.int(2, 6), 50_000 + i);
}

function fleet(tasks: number, resources: number, kinds: number, seed: number): Instance {
  return parseInstance(
    generate("fleet", { tasks, resources, kinds: Math.min(kinds, resources), seed }),
  );
}

interface Measured {
  readonly gap: number;
  readonly seconds: number;
  readonly stopped?: boolean;
}

async function compare(
  held: readonly Instance[],
  policy: Policy,
  log: Log,
): Promise<readonly MethodResult[]> {
  const found: Record<string, Measured[]> = { greedy: [], learned: [], prices: [], auto: [] };
  for (const [i, instance] of held.entries()) {
    const objectives = instance.objectives.slice(0, 1);
    const learned = await plan(instance, { objectives, method: "learned", policy });
    const bound = learned.levels[0].bound?.value ?? 0;
    const gapOf = (value: number | undefined) =>
      value === undefined ? 1 : (value - bound) / value;
    const greedy = await plan(instance, { objectives, method: "greedy" });
    const prices = await plan(instance, { objectives, method: "learned", policy: priceRule() });
    const gap = gapOf(learned.levels[0].value);
    const auto = await plan(instance, { objectives, timeLimit: AUTO_LIMIT, gap });
    for (const [name, outcome] of Object.entries({ greedy, learned, prices, auto })) {
      found[name].push({
        gap: gapOf(outcome.levels[0].value),
        seconds: outcome.seconds,
        stopped: outcome.termination === "time-limit",
      });
    }
    if (i % 10 === 9) log(`${i + 1} of ${held.length} fleets compared`);
  }
  return Object.entries(found).map(([name, runs]) => {
    const stopped = runs.filter((run) => run.stopped).length;
    return {
      name,
      meanGap: meanOf(runs.map(({ gap }) => gap)),
      worstGap: Math.max(...runs.map(({ gap }) => gap)),
      meanSeconds: meanOf(runs.map(({ seconds }) => seconds)),
      ...(stopped === 0 ? {} : { stopped }),
    };
  });
}

/** Certified gaps of auto after a few seconds, by its own bound. */
async function warmStart(
  held: readonly Instance[],
  policy: Policy,
): Promise<PolicyResults["warmStart"]> {
  const gaps: { alone: number[]; started: number[] } = { alone: [], started: [] };
  for (const instance of held) {
    const options = { objectives: instance.objectives.slice(0, 1), timeLimit: WARM.limit };
    gaps.alone.push((await plan(instance, options)).levels[0].gap ?? 1);
    gaps.started.push((await plan(instance, { ...options, policy })).levels[0].gap ?? 1);
  }
  return {
    instances: held.length,
    seconds: WARM.limit / 1000,
    alone: meanOf(gaps.alone),
    started: meanOf(gaps.started),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
