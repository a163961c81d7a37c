import { copiesLost, lossCount } from "../../../instance/losses.ts";
import { planAfter } from "../../../plan/recovery.ts";
import type { Plan } from "../../../plan/types.ts";
import type { Random } from "../../../util/random.ts";
import { placementsOf } from "../../schedule/load-plan.ts";
import { PartialSchedule } from "../../schedule/partial-schedule.ts";
import type { Option, Placement, Pool, ScheduleView, WorkerPlace } from "../../schedule/types.ts";

/** What stands where after one loss. */
interface After {
  readonly lost: ReadonlySet<number>;
  readonly schedule: PartialSchedule;
  /** By resource copy: pieces that stand there only after this loss. */
  readonly guests: Int32Array;
}

/** Starts that are tried for a gang. */
const TRIES = 12;

/** With more resource copies the first that has room takes what is lost, not the fullest. */
const MANY_COPIES = 20;

/**
 * A schedule that offers only places from which a task copy could be taken up elsewhere after every loss, beside all that stands
 * then: it keeps a schedule for each loss. Whole devices are counted there, not told apart, so a plan of this schedule may lack a
 * recovery now and then.
 */
export class SurvivingSchedule extends PartialSchedule {
  readonly #after: readonly After[];
  /** What placements become, by number of the loss, where it takes some of them. */
  readonly #backups = new WeakMap<Placement, ReadonlyMap<number, Placement>>();
  readonly #hasLimits: boolean;
  readonly #random: Random;

  /** With the pieces of a plan, where its recoveries say after losses. */
  constructor(view: ScheduleView, random: Random, plan?: Plan) {
    super(view);
    this.#random = random;
    const { instance } = view;
    const { robust } = instance;
    this.#hasLimits = view.limits.length > 0;
    const losses = robust === undefined ? 0 : lossCount(instance);
    this.#after = Array.from({ length: losses }, (_, i) => ({
      lost: new Set(copiesLost(robust!, i)),
      schedule: new PartialSchedule(view),
      guests: new Int32Array(instance.resourceOfCopy.length),
    }));
    if (plan === undefined) return;
    const moved = new Map<number, Map<number, Placement>>();
    for (const recovery of plan.recoveries ?? []) {
      const after = planAfter(plan, copiesLost(robust!, recovery.loss), recovery.moved);
      const tasks = new Set(recovery.moved.task);
      for (const { copy, ...placement } of placementsOf(view, after)) {
        if (!tasks.has(copy)) continue;
        moved.set(copy, (moved.get(copy) ?? new Map()).set(recovery.loss, placement));
      }
    }
    for (const { copy, ...placement } of placementsOf(view, plan)) {
      this.#backups.set(placement, moved.get(copy) ?? new Map());
      this.put(copy, placement);
    }
  }

  override get weight(): number {
    return 1 + this.#after.length;
  }

  override *offers(copy: number, ready: number, latest: number): Generator<Placement> {
    let from = ready;
    for (const { schedule } of this.#after) from = Math.max(from, schedule.ready(copy) ?? 0);
    const job = this.jobOf(copy);
    if (job.workers > 1) {
      yield* this.#gangs(copy, from, latest);
      return;
    }
    for (const { options } of job.pools) {
      for (const option of options) {
        const found = this.#earliest(copy, option, from, Math.min(latest, job.latest));
        if (found !== undefined) yield found;
      }
    }
  }

  /** What moves late would have to move late after every loss; so nothing does. */
  override latestOnHosts(): undefined {
    return undefined;
  }

  override put(copy: number, placement: Placement): void {
    super.put(copy, placement);
    const backups = this.#backups.get(placement);
    this.#after.forEach(({ lost, schedule, guests }, i) => {
      const backup = backups?.get(i);
      // Where nothing is known of a loss that takes it, it is missing.
      if (backup === undefined && placement.places.some((place) => lost.has(place.copy))) return;
      schedule.put(copy, backup ?? placement);
      for (const place of backup?.places ?? []) guests[place.copy]++;
    });
  }

  override take(copy: number): Placement | undefined {
    const placement = super.take(copy);
    if (placement === undefined) return undefined;
    const backups = this.#backups.get(placement);
    this.#after.forEach(({ schedule, guests }, i) => {
      schedule.take(copy);
      for (const place of backups?.get(i)?.places ?? []) guests[place.copy]--;
    });
    return placement;
  }

  /** The copy of an entry where a lone piece starts earliest, of equal ones the first. */
  #earliest(copy: number, option: Option, from: number, latest: number): Placement | undefined {
    const { first, count, from: opens } = this.view.resourceTypes[option.entry];
    let best: Placement | undefined;
    let before = latest - option.runtime;
    for (let place = first; place < first + count; place++) {
      const found = this.#earliestOn(copy, option, place, from, before);
      if (found === undefined) continue;
      best = found;
      if (found.start === Math.max(from, opens)) break;
      before = found.start - 1;
    }
    return best;
  }

  /** The earliest start on one copy at which there is room before every loss and after it. */
  #earliestOn(
    copy: number,
    option: Option,
    place: number,
    from: number,
    before: number,
  ): Placement | undefined {
    for (let start = this.earliestOn(copy, option, place, from, before); start !== undefined; ) {
      const backups = new Map<number, Placement>();
      let next: number | undefined = start;
      for (const [i, after] of this.#after.entries()) {
        if (after.lost.has(place)) {
          const backup = this.#backup(after, copy, start);
          next = backup?.start;
          if (backup !== undefined) backups.set(i, backup);
        } else if (this.#hasLimits || after.guests[place] > 0) {
          next = after.schedule.earliestOn(copy, option, place, start, before);
        }
        if (next !== start) break;
      }
      if (next === undefined) return undefined;
      if (next === start) {
        const places = [this.placeOn(option, place, start)];
        const placement = { start, end: start + option.runtime, places };
        this.#backups.set(placement, backups);
        return placement;
      }
      start = this.earliestOn(copy, option, place, next, before);
    }
    return undefined;
  }

  /** Where a lone piece could start first after a loss, of equal places a fuller or any one; undefined if nowhere in time. */
  #backup({ lost, schedule }: After, copy: number, start: number): Placement | undefined {
    const latest = schedule.mustEnd(copy);
    const isLarge = this.held.length > MANY_COPIES;
    const prefersFull = this.#random.int(0, 1) === 0;
    let best: { readonly option: Option; readonly place: number; readonly at: number } | undefined;
    let ties = 1;
    const isBetter = (place: number, at: number) => {
      if (best === undefined || at < best.at) return true;
      if (prefersFull) return schedule.held[place].length > schedule.held[best.place].length;
      return this.#random.int(0, ties++) === 0;
    };
    for (const { options } of this.jobOf(copy).pools) {
      for (const option of options) {
        const { first, count } = this.view.resourceTypes[option.entry];
        for (let place = first; place < first + count; place++) {
          if (lost.has(place)) continue;
          const before = Math.min(latest - option.runtime, best?.at ?? Infinity);
          const at = schedule.earliestOn(copy, option, place, start, before);
          if (at !== undefined && isBetter(place, at)) best = { option, place, at };
          if (isLarge && at === start) break;
        }
      }
    }
    if (best === undefined) return undefined;
    const { option, place, at } = best;
    return { start: at, end: at + option.runtime, places: [schedule.placeOn(option, place, at)] };
  }

  /** In each pool the earliest place of a gang if it survives there; later ones if none does. */
  *#gangs(copy: number, ready: number, latest: number): Generator<Placement> {
    let from = ready;
    for (let tries = 0; tries < TRIES; tries++) {
      let [survives, next] = [false, Infinity];
      for (const placement of super.offers(copy, from, latest)) {
        const backups = this.#gangBackups(copy, placement);
        next = Math.min(next, placement.start);
        if (backups === undefined) continue;
        survives = true;
        this.#backups.set(placement, backups);
        yield placement;
      }
      if (survives || next === Infinity) return;
      from = this.placed.reduce(
        (least, one) => (one !== undefined && one.end > next ? Math.min(least, one.end) : least),
        Infinity,
      );
      if (from === Infinity) return;
    }
  }

  #gangBackups(copy: number, placement: Placement): Map<number, Placement> | undefined {
    const backups = new Map<number, Placement>();
    for (const [i, after] of this.#after.entries()) {
      const { lost, schedule, guests } = after;
      const kept = placement.places.filter((place) => !lost.has(place.copy));
      if (kept.length < placement.places.length) {
        const backup = this.#gangBackup(after, copy, placement, kept);
        if (backup === undefined) return undefined;
        backups.set(i, backup);
      } else if (this.#hasLimits || kept.some((place) => guests[place.copy] > 0)) {
        const found = schedule.onHosts(copy, placement.start, kept);
        if (found?.start !== placement.start) return undefined;
      }
    }
    return backups;
  }

  /** The workers that are left where they are, and others of their pool at the same start. */
  #gangBackup(
    { lost, schedule }: After,
    copy: number,
    { start, places }: Placement,
    kept: readonly WorkerPlace[],
  ): Placement | undefined {
    const fits = ({ options }: Pool) => kept.every(({ option }) => options.includes(option));
    for (const pool of this.jobOf(copy).pools.filter(fits)) {
      const hosts: { readonly copy: number; readonly option: Option }[] = [...kept];
      for (const option of pool.options) {
        const { first, count } = this.view.resourceTypes[option.entry];
        for (let place = first; place < first + count; place++) {
          if (lost.has(place)) continue;
          while (hosts.length < places.length) {
            if (schedule.earliestOn(copy, option, place, start, start) !== start) break;
            const more = [...hosts, { copy: place, option }];
            if (schedule.onHosts(copy, start, more)?.start !== start) break;
            hosts.push({ copy: place, option });
          }
        }
      }
      const found = hosts.length < places.length ? undefined : schedule.onHosts(copy, start, hosts);
      if (found !== undefined && found.start === start && found.end <= schedule.mustEnd(copy))
        return found;
    }
    return undefined;
  }
}
