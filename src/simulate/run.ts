import { PartialSchedule } from "../heuristics/schedule/partial-schedule.ts";
import { planOf } from "../heuristics/schedule/plan-of.ts";
import type { Option, Placement, ScheduleView, WorkerPlace } from "../heuristics/schedule/types.ts";
import { taskCopyId } from "../instance/ids.ts";
import type { Plan } from "../plan/types.ts";
import { UsageError } from "../util/errors.ts";
import { EventQueue, KIND } from "./event-queue.ts";
import { sceneOf } from "./scene.ts";
import type { Beginning, Downtimes, OnlinePolicy } from "./types.ts";

/** What is played. */
export interface Play {
  /** With the runtimes that the policy expects. */
  readonly view: ScheduleView;
  /** True runtimes by task entry x resource entry of the view, ms; 0 exactly where 0 is expected. */
  readonly runtime: Float64Array;
  readonly policy: OnlinePolicy;
  /** Maintenance included. */
  readonly downtimes: readonly Downtimes[];
}

/** What happened. */
export interface Happened {
  /** The runs that came to their end. */
  readonly plan: Plan;
  /** By task copy: when all that it waited for had ended and it was released; NaN of one that was left out. */
  readonly arrival: Float64Array;
  /** Runs that were cut off, and the time of resources that they had taken, ms. */
  readonly restarts: number;
  readonly lost: number;
}

/** Restarts of one task copy after which nobody will see its end. */
const MOST_RESTARTS = 1000;

/** Events in a row without a beginning or an end, for each resource copy, after which nothing will begin any more. */
const MOST_IDLE = 1000;

/**
 * Plays a policy against what is true, event by event. Deterministic. Throws UsageError where a task copy never comes to its
 * end. O(events x what the policy looks at).
 */
export function play(setting: Play): Happened {
  return new Run(setting).toEnd();
}

/** A task copy that runs. */
interface Running {
  readonly run: number;
  readonly start: number;
}

class Run {
  readonly #play: Play;
  readonly #schedule: PartialSchedule;
  readonly #events = new EventQueue();
  readonly #running = new Map<number, Running>();
  readonly #arrival: Float64Array;
  readonly #waits: Int32Array;
  readonly #readyAt: Float64Array;
  /** How often each has begun; -1 of one that is left out. */
  readonly #runs: Int32Array;
  /** By resource copy: how many windows it is in. */
  readonly #isDown: Int32Array;
  /** By resource copy that is down: since when. */
  readonly #downSince: Float64Array;
  readonly #down: readonly Iterator<readonly [number, number]>[];
  readonly #setups: readonly number[];
  #queue: number[] = [];
  #left = 0;
  #restarts = 0;
  #lost = 0;
  #now = 0;

  constructor(setting: Play) {
    const { view, policy, downtimes } = setting;
    const { instance, jobs } = view;
    const copies = instance.taskOfCopy.length;
    this.#play = setting;
    this.#schedule = new PartialSchedule(view);
    this.#arrival = new Float64Array(copies).fill(Number.NaN);
    this.#waits = new Int32Array(copies);
    this.#readyAt = Float64Array.from(instance.taskOfCopy, (t) => jobs[t].release);
    this.#runs = new Int32Array(copies);
    this.#isDown = new Int32Array(instance.resourceOfCopy.length);
    this.#downSince = new Float64Array(instance.resourceOfCopy.length);
    this.#down = downtimes.map(({ windows }) => windows[Symbol.iterator]());
    this.#setups = [...new Set(view.setup)].filter((time) => time > 0);
    this.#down.forEach((_, source) => {
      this.#nextFailure(source);
    });
    for (const time of policy.wakes ?? []) this.#wake(time);
    for (const { from } of view.resourceTypes) if (from > 0) this.#wake(from);
    for (let copy = 0; copy < copies; copy++) {
      this.#waits[copy] = jobs[instance.taskOfCopy[copy]].waitsFor.length;
    }
    this.#runs.fill(-1);
    for (const copy of policy.copies ?? runnable(view)) this.#runs[copy] = 0;
    for (let copy = 0; copy < copies; copy++) {
      if (this.#runs[copy] < 0) continue;
      this.#left++;
      if (this.#waits[copy] === 0) this.#arrive(copy);
    }
  }

  toEnd(): Happened {
    const most = MOST_IDLE * (1 + this.#isDown.length);
    for (let idle = 0; this.#left > 0; ) {
      const time = this.#events.next?.time;
      if (time === undefined || (idle > most && this.#running.size === 0)) throw this.#stuck();
      this.#now = time;
      const before = this.#left;
      while (this.#events.next?.time === time) this.#happen();
      this.#expectAnew();
      idle = this.#decide() || this.#left < before ? 0 : idle + 1;
    }
    return {
      plan: planOf(this.#schedule),
      arrival: this.#arrival,
      restarts: this.#restarts,
      lost: this.#lost,
    };
  }

  #happen(): void {
    const event = this.#events.pop()!;
    const { kind, of, run } = event;
    if (kind === KIND.end) {
      if (this.#running.get(of)?.run === run) this.#end(of);
    } else if (kind === KIND.down) this.#fail(this.#play.downtimes[of].resource);
    else if (kind === KIND.up) {
      this.#isDown[this.#play.downtimes[of].resource]--;
      this.#nextFailure(of);
    } else if (kind === KIND.arrival) {
      this.#arrival[of] = this.#now;
      this.#queue.push(of);
    }
  }

  /** True if something began. */
  #decide(): boolean {
    if (this.#queue.length === 0) return false;
    const stage = {
      schedule: this.#schedule,
      running: this.#running,
      // What has no length may stand at the first instant of a window, as in any plan.
      isUp: (resource: number, { runtime }: Option) =>
        this.#isDown[resource] === 0 || (runtime === 0 && this.#downSince[resource] === this.#now),
    };
    // What failed comes back to where it was.
    this.#queue.sort((a, b) => this.#arrival[a] - this.#arrival[b] || a - b);
    const begun = new Set<number>();
    for (const beginning of this.#play.policy.decide(sceneOf(stage, this.#now, [...this.#queue]))) {
      this.#begin(beginning);
      begun.add(beginning.copy);
    }
    this.#queue = this.#queue.filter((copy) => !begun.has(copy));
    return begun.size > 0;
  }

  #begin({ copy, placement }: Beginning): void {
    const { places } = placement;
    const run = ++this.#runs[copy];
    this.#schedule.put(copy, placement);
    this.#running.set(copy, { run, start: this.#now });
    const ends = new Set(places.map((place) => this.#now + this.#trueRuntime(copy, place)));
    // Of a gang some workers may end before the others.
    for (const end of ends) this.#wake(end);
    this.#events.push({ time: Math.max(...ends), kind: KIND.end, of: copy, run });
  }

  #end(copy: number): void {
    this.#replace(copy, (place) => this.#trueRuntime(copy, place));
    this.#running.delete(copy);
    this.#left--;
    if (this.#schedule.placed[copy]?.places.some(({ option }) => this.#hasSetup(option.entry))) {
      for (const setup of this.#setups) this.#wake(this.#now + setup);
    }
    const { taskOfCopy, taskCopyStart } = this.#play.view.instance;
    const t = taskOfCopy[copy];
    for (const { entry, lag } of this.#play.view.jobs[t].waiting) {
      const next = taskCopyStart[entry];
      this.#readyAt[next] = Math.max(this.#readyAt[next], this.#now + lag);
      if (--this.#waits[next] === 0 && this.#runs[next] >= 0) this.#arrive(next);
    }
  }

  #fail(resource: number): void {
    if (this.#isDown[resource]++ === 0) this.#downSince[resource] = this.#now;
    for (const copy of new Set(this.#schedule.held[resource])) {
      const running = this.#running.get(copy);
      if (running === undefined) continue;
      this.#running.delete(copy);
      const placement = this.#schedule.take(copy);
      this.#restarts++;
      this.#lost += (this.#now - running.start) * (placement?.places.length ?? 0);
      if (running.run > MOST_RESTARTS) throw this.#endless(copy);
      this.#queue.push(copy);
    }
  }

  /** What runs longer than expected may end at any moment; a worker of a gang that has ended takes nothing any more. */
  #expectAnew(): void {
    for (const [copy, { start }] of this.#running) {
      const beyond = this.#now + 1 - start;
      this.#replace(copy, (place) => {
        const actual = this.#trueRuntime(copy, place);
        if (start + actual <= this.#now) return actual;
        return Math.max(place.option.runtime, beyond);
      });
    }
  }

  #replace(copy: number, runtimeOf: (place: WorkerPlace) => number): void {
    const placement = this.#schedule.placed[copy]!;
    const places = placement.places.map((place) => {
      const runtime = runtimeOf(place);
      const { option } = place;
      return runtime === option.runtime ? place : { ...place, option: { ...option, runtime } };
    });
    if (places.every((place, i) => place === placement.places[i])) return;
    this.#schedule.take(copy);
    this.#schedule.put(copy, { ...placement, places, end: endOf(placement, places) });
  }

  #trueRuntime(copy: number, { option }: WorkerPlace): number {
    const { taskOfCopy, resources } = this.#play.view.instance;
    return this.#play.runtime[taskOfCopy[copy] * resources.length + option.entry];
  }

  #hasSetup(entry: number): boolean {
    return this.#play.view.resourceTypes[entry].hasSetup;
  }

  #arrive(copy: number): void {
    this.#events.push({ time: this.#readyAt[copy], kind: KIND.arrival, of: copy, run: 0 });
  }

  #wake(time: number): void {
    this.#events.push({ time, kind: KIND.wake, of: 0, run: 0 });
  }

  #nextFailure(source: number): void {
    const next = this.#down[source].next();
    if (next.done === true) return;
    const [from, until] = next.value;
    this.#events.push({ time: from, kind: KIND.down, of: source, run: 0 });
    this.#events.push({ time: until, kind: KIND.up, of: source, run: 0 });
  }

  #stuck(): UsageError {
    const { instance } = this.#play.view;
    const [copy] = this.#queue;
    const name = copy === undefined ? "What is left" : taskCopyId(instance, copy);
    return new UsageError(
      `${name} never finds room under ${this.#play.policy.name}.\nMaybe look with berth solve whether there is a plan at all.`,
    );
  }

  #endless(copy: number): UsageError {
    return new UsageError(
      `${taskCopyId(this.#play.view.instance, copy)} was cut off ${MOST_RESTARTS} times by failures.\n` +
        "Maybe let resources fail less often than tasks end.",
    );
  }
}

function endOf({ start }: Placement, places: readonly WorkerPlace[]): number {
  return places.reduce((end, { option }) => Math.max(end, start + option.runtime), start);
}

/** The task copies that can run somewhere, and all that they wait for can. One entry each; whoever must run can. */
function runnable({ jobs }: ScheduleView): ReadonlySet<number> {
  const left = new Set(jobs.flatMap(({ pools }, t) => (pools.length > 0 ? [t] : [])));
  const out = [...jobs.keys()].filter((t) => !left.has(t));
  for (const t of out) {
    for (const { entry } of jobs[t].waiting) if (left.delete(entry)) out.push(entry);
  }
  return left;
}
