import type { VerifiedPlan } from "../../../../plan/types.ts";
import type { ClusterOrigin } from "../../rows/origin.ts";
import { valueAt } from "../edit.ts";
import type { OutSetting } from "../setting.ts";
import { type OutFinding, outFinding } from "../verdicts.ts";
import { after, type CopyPlaces, faultsIn, orderOf, roomsOf } from "./order.ts";
import { type RunningPod, runningPods } from "./running.ts";
import { isActive, isMoving, stepsOf } from "./steps.ts";
import type { ObjectMove } from "./types.ts";

/** What moves, in an order that keeps every rule at each step, and what cannot. */
export interface Moves {
  readonly moves: readonly ObjectMove[];
  readonly findings: readonly OutFinding[];
  /** Nodes where pods stay that the plan has elsewhere, if what waits might not find its room there. */
  readonly crowded: ReadonlySet<string>;
}

/** The moves of pods that run that a plan asks for. */
export function movesOf(verified: VerifiedPlan, origin: ClusterOrigin, setting: OutSetting): Moves {
  const { instance } = verified;
  const { pods, nodes } = runningPods(verified, origin, setting);
  const moving = pods.filter(isMoving);
  if (moving.length === 0) return { moves: [], findings: [], crowded: new Set() };
  const findings: OutFinding[] = [];
  const steps = stepsOf(pods, setting, findings);
  const begin: CopyPlaces = new Map(
    pods.flatMap(({ copy, from }) => (from === undefined ? [] : [[copy, from] as const])),
  );
  const order = orderOf(instance, begin, steps);
  for (const { move, pods: own } of order.stuck) {
    const others = order.stuck.filter((one) => one.move !== move).map((one) => one.move.ref.name);
    const places = [...new Set(own.map(({ node }) => node))].join(", ");
    const beside = others.length === 0 ? "" : `, beside ${others.slice(0, 6).join(", ")}`;
    const what = `no order of the moves keeps every rule on ${places} at each step${beside}: one of them needs another place first, by a plan of its own`;
    findings.push(outFinding(move.ref, "not written", what));
  }
  const counts = countsOf(setting);
  const moves: ObjectMove[] = [];
  let state = begin;
  for (const step of order.steps) {
    const { move } = step;
    if (move.way === "evict") {
      const [{ copy, to, home }] = step.pods;
      const open = roomsOf(instance, state, copy).flatMap((r) => {
        const name = nodes.get(r)!;
        return r !== to && takesNew(name, setting) ? [name] : [];
      });
      const looser = openWords(open, home!, step.pods[0].node);
      if (looser !== undefined) findings.push(outFinding(move.ref, "looser", looser));
    }
    for (const what of step.looser ?? []) findings.push(outFinding(move.ref, "looser", what));
    moves.push({ ...move, wanted: counts(move) });
    state = after(state, step);
  }
  const made = new Set(order.steps.flatMap((step) => step.pods));
  const stay = moving.filter((pod) => !made.has(pod));
  return { moves, findings, crowded: crowdedBy(verified, stay, state) };
}

function takesNew(name: string, { nodes }: OutSetting): boolean {
  const node = nodes.named(name);
  return node !== undefined && !node.isCordoned && node.isReady;
}

/** Most nodes that a sentence names. */
const MOST_NAMED = 4;

function openWords(open: readonly string[], home: string, node: string): string | undefined {
  if (open.length === 0) return undefined;
  const names = open.slice(0, MOST_NAMED).join(", ");
  const more = open.length > MOST_NAMED ? ` and ${open.length - MOST_NAMED} more` : "";
  const back = open.includes(home) ? `: a cordon of ${home} keeps it from there` : "";
  return `the scheduler chooses, and there is room on ${names}${more} beside ${node}${back}`;
}

/** Pods of each owner by node, kept up to date by the moves as they are asked for in their order. */
function countsOf({
  index,
}: OutSetting): (move: Omit<ObjectMove, "wanted">) => ObjectMove["wanted"] {
  const counts = new Map<string, number>();
  const add = (owner: string | undefined, node: unknown, more: number): number => {
    const key = `${owner}\n${String(node)}`;
    counts.set(key, (counts.get(key) ?? 0) + more);
    return counts.get(key)!;
  };
  for (const pod of index.ofKind("Pod").filter(isActive)) {
    const owner = pod.owners.find(({ isController }) => isController)?.uid;
    add(owner, valueAt(pod.root.value, ["spec", "nodeName"]), 1);
  }
  return ({ way, owner, pods }) => {
    const wanted: Record<string, number> = {};
    for (const { from, to } of pods) {
      if (way === "evict") {
        add(owner, from, -1);
        wanted[to] = add(owner, to, 1);
      } else wanted[to] = (wanted[to] ?? 0) + 1;
    }
    return wanted;
  };
}

/** Nodes where what stays takes room that what waits may need. */
function crowdedBy(
  { instance, plan }: VerifiedPlan,
  stay: readonly RunningPod[],
  state: CopyPlaces,
): ReadonlySet<string> {
  if (stay.length === 0 || instance.mode !== "placement") return new Set();
  const faults = faultsIn(instance, state);
  const all = new Map([
    ...Array.from(plan.task, (t, k) => [t, plan.resource[k]] as const),
    ...state,
  ]);
  const worse = [...faultsIn(instance, all)].some(([rule, n]) => n > (faults.get(rule) ?? 0));
  return new Set(worse ? stay.flatMap(({ home }) => home ?? []) : []);
}
