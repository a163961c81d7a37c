import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import { DEVICE, type Instance, WHOLE } from "../instance/types.ts";
import { VERIFIED_PLAN } from "../plan/arguments.ts";
import { pieceEnd, taskDemand } from "../plan/piece.ts";
import { shareCeil } from "../plan/shares.ts";
import type { Plan, VerifiedPlan } from "../plan/types.ts";
import { waitsOf } from "../plan/waits.ts";
import { requireArgument } from "../util/arguments.ts";
import { UsageError } from "../util/errors.ts";
import { intervalLanes, piecesByCopy } from "./lanes.ts";

/**
 * A plan over time as a trace for Perfetto and chrome://tracing, in pieces: a process for each used resource copy, threads on which
 * no two pieces overlap (what overlaps on one would not be shown), a counter for each dimension of the resource, and an arrow from
 * each piece to those that wait for it. Times count from the beginning of the plan. Throws UsageError for a placement. O(n log n).
 */
export function* planTrace(verified: VerifiedPlan): Generator<string> {
  requireArgument("planTrace", VERIFIED_PLAN, verified);
  const { instance } = verified;
  if (instance.mode === "placement") {
    throw new UsageError("A placement has no times to trace.\nMaybe trace a plan of a batch.");
  }
  const { name, origin } = instance;
  const begins = origin === undefined ? {} : { begins: new Date(origin.epoch).toISOString() };
  yield `{"displayTimeUnit":"ms","otherData":${JSON.stringify({ instance: name, ...begins })},"traceEvents":[`;
  let separator = "\n";
  for (const event of eventsOf(verified)) {
    yield `${separator}${JSON.stringify(event)}`;
    separator = ",\n";
  }
  yield "\n]}\n";
}

/** Microseconds of a ms. */
const US = 1000;

/** One event; see the Trace Event Format for the letters. */
interface TraceEvent {
  readonly ph: "M" | "X" | "C" | "s" | "f";
  readonly pid: number;
  readonly tid?: number;
  readonly ts?: number;
  readonly [name: string]: unknown;
}

function* eventsOf({ instance, plan }: VerifiedPlan): Generator<TraceEvent> {
  const ends = Float64Array.from(plan.task, (_, k) => pieceEnd(instance, plan, k));
  const thread = new Int32Array(plan.task.length);
  const held = [...piecesByCopy(plan)].sort(([a], [b]) => a - b);
  for (const [copy, pieces] of held) {
    const pid = copy + 1;
    const { lane, count } = intervalLanes(
      pieces.map((k) => plan.start[k]),
      pieces.map((k) => ends[k]),
    );
    const named = (name: string, args: object) => ({ ph: "M", pid, name, args }) as const;
    yield named("process_name", { name: resourceCopyId(instance, copy) });
    yield named("process_sort_index", { sort_index: pid });
    for (let i = 0; i < count; i++) {
      yield { ...named("thread_name", { name: `lane ${i + 1}` }), tid: i + 1 };
    }
    for (const [i, k] of pieces.entries()) {
      thread[k] = lane[i] + 1;
      yield sliceOf(instance, plan, k, ends[k], thread[k]);
    }
    yield* countersOf(instance, plan, copy, pieces, ends);
  }
  yield* flowsOf(instance, plan, ends, thread);
}

function sliceOf(instance: Instance, plan: Plan, k: number, end: number, tid: number): TraceEvent {
  const devices = [...plan.device.subarray(plan.deviceStart[k], plan.deviceStart[k + 1])];
  const args = {
    ...(plan.share[k] !== WHOLE && { share: plan.share[k] / WHOLE }),
    ...(devices.length > 0 && { devices }),
  };
  return {
    ...{ ph: "X", pid: plan.resource[k] + 1, tid, cat: "task" },
    name: taskCopyId(instance, plan.task[k]),
    ts: plan.start[k] * US,
    dur: (end - plan.start[k]) * US,
    args,
  };
}

/** How much of each dimension is used on a resource copy, whenever that changes. */
function* countersOf(
  instance: Instance,
  plan: Plan,
  copy: number,
  pieces: readonly number[],
  ends: ArrayLike<number>,
): Generator<TraceEvent> {
  const { capacity } = instance.resources[instance.resourceOfCopy[copy]];
  for (const [d, { name, unit }] of instance.dimensions.entries()) {
    if (capacity[d] === 0) continue;
    const changes = new Map<number, number>();
    const add = (time: number, by: number) => changes.set(time, (changes.get(time) ?? 0) + by);
    for (const k of pieces) {
      const amount = shareCeil(taskDemand(instance, plan, k, d), plan.share[k]);
      add(plan.start[k], amount);
      add(ends[k], -amount);
    }
    let used = 0;
    for (const [time, by] of [...changes].sort(([a], [b]) => a - b)) {
      used += by;
      const shown = unit === "MiB" ? { MiB: used } : { used: used / DEVICE };
      yield { ph: "C", pid: copy + 1, name, ts: time * US, args: shown };
    }
  }
}

/** Arrows: they begin and end inside the two pieces, where viewers look for them. */
function* flowsOf(
  instance: Instance,
  plan: Plan,
  ends: ArrayLike<number>,
  thread: Int32Array,
): Generator<TraceEvent> {
  let id = 0;
  for (const { before, after } of waitsOf(instance, plan, ends)) {
    id++;
    const at = (k: number) => ({ pid: plan.resource[k] + 1, tid: thread[k] });
    const shared = { cat: "waits", name: "waits for", id };
    const leaves = Math.max(plan.start[before] * US, ends[before] * US - 1);
    yield { ph: "s", ...at(before), ...shared, ts: leaves };
    yield { ph: "f", bp: "e", ...at(after), ...shared, ts: plan.start[after] * US };
  }
}
