import type { PartialSchedule } from "../heuristics/schedule/partial-schedule.ts";
import type { DeviceGroup, Option, Placement, WorkerPlace } from "../heuristics/schedule/types.ts";
import { DEVICE } from "../instance/types.ts";
import { demandOf } from "../instance/usable.ts";
import type { Beginning, Scene } from "./types.ts";

/** What the scene is of: the schedule of what has begun, with expected ends, and what runs and is up. */
export interface ScenePlay {
  readonly schedule: PartialSchedule;
  readonly running: ReadonlyMap<number, unknown>;
  /** False of a resource copy that is down for the option now. */
  readonly isUp: (resource: number, option: Option) => boolean;
}

/** What a policy may know at one instant. */
export function sceneOf(stage: ScenePlay, now: number, queue: readonly number[]): Scene {
  const { schedule } = stage;
  const expected = (copy: number) => earliest(stage, copy, now);
  return {
    now,
    queue,
    starts: (copy) => startsNow(stage, copy, now),
    expected,
    expectedBeside(copy, other, begun) {
      schedule.put(other, begun);
      const start = expected(copy);
      schedule.take(other);
      return start;
    },
    shortest: (copy) => schedule.jobOf(copy).least,
    promises: (copies) => promises(stage, copies, now),
    exactly: (copy, places) => exactly(stage, copy, places, now),
    leftover: (copy, placement) => leftover(stage, copy, placement),
  };
}

function startsNow(stage: ScenePlay, copy: number, now: number): readonly Placement[] {
  if (stage.schedule.jobOf(copy).workers > 1) {
    return gangs(stage, copy, now).filter(({ start }) => start === now);
  }
  const found: Placement[] = [];
  for (const { option, host } of hostsOf(stage, copy)) {
    if (stage.schedule.earliestOn(copy, option, host, now, now) !== now) continue;
    const place = stage.schedule.placeOn(option, host, now);
    found.push({ start: now, end: now + option.runtime, places: [place] });
  }
  return found;
}

function promises(stage: ScenePlay, copies: readonly number[], now: number): readonly Beginning[] {
  const { schedule } = stage;
  const found: Beginning[] = [];
  for (const copy of copies) {
    const placement = soonest(stage, copy, now);
    if (placement === undefined) continue;
    schedule.put(copy, placement);
    found.push({ copy, placement });
  }
  for (const { copy } of found) schedule.take(copy);
  return found;
}

/** The earliest start, of equal ones the soonest end, of equal ones the first. */
function soonest(stage: ScenePlay, copy: number, now: number): Placement | undefined {
  const { schedule } = stage;
  if (schedule.jobOf(copy).workers > 1) {
    return [...gangs(stage, copy, now)].sort((a, b) => a.start - b.start || a.end - b.end)[0];
  }
  let best: { start: number; option: Option; host: number } | undefined;
  for (const { option, host } of hostsOf(stage, copy)) {
    const start = schedule.earliestOn(copy, option, host, now, best?.start ?? Infinity);
    if (start === undefined || (start === best?.start && option.runtime >= best.option.runtime)) {
      continue;
    }
    best = { start, option, host };
  }
  if (best === undefined) return undefined;
  const { start, option, host } = best;
  const places = [schedule.placeOn(option, host, start)];
  return { start, end: start + option.runtime, places };
}

function earliest(stage: ScenePlay, copy: number, now: number): number | undefined {
  const starts =
    stage.schedule.jobOf(copy).workers > 1
      ? gangs(stage, copy, now).map(({ start }) => start)
      : [...hostsOf(stage, copy)].flatMap(
          ({ option, host }) => stage.schedule.earliestOn(copy, option, host, now, Infinity) ?? [],
        );
  return starts.length === 0 ? undefined : starts.reduce((a, b) => Math.min(a, b));
}

/** A gang that would be given a resource which is down waits. */
function gangs({ schedule, isUp }: ScenePlay, copy: number, now: number): readonly Placement[] {
  const offers = [...schedule.offers(copy, now, Infinity)];
  return offers.filter(({ places }) => places.every((place) => isUp(place.copy, place.option)));
}

function* hostsOf(
  { schedule, isUp }: ScenePlay,
  copy: number,
): Generator<{ readonly option: Option; readonly host: number }> {
  for (const { options } of schedule.jobOf(copy).pools) {
    for (const option of options) {
      const { first, count } = schedule.view.resourceTypes[option.entry];
      for (let host = first; host < first + count; host++) {
        if (isUp(host, option)) yield { option, host };
      }
    }
  }
}

function exactly(
  stage: ScenePlay,
  copy: number,
  places: readonly WorkerPlace[],
  now: number,
): Placement | undefined {
  const { schedule, isUp } = stage;
  if (!places.every((place) => isUp(place.copy, place.option))) return undefined;
  const hosts = places.map(({ copy: host, option }) => ({ copy: host, option }));
  const [lone] = hosts;
  // A look at this instant alone is all that most tasks need.
  if (hosts.length === 1 && schedule.earliestOn(copy, lone.option, lone.copy, now, now) !== now) {
    return undefined;
  }
  const found = schedule.onHosts(copy, now, hosts);
  if (found?.start !== now || !devicesAreFree(stage, places, now)) return undefined;
  return { start: now, end: found.end, places };
}

/** True if the single devices of places have room beside what runs. What has no length takes none. */
function devicesAreFree(
  { schedule, running }: ScenePlay,
  places: readonly WorkerPlace[],
  now: number,
): boolean {
  const lasting = places.filter(({ option }) => option.runtime > 0);
  return lasting.every(({ copy, devices, option }) => {
    const { groups } = schedule.view.resourceTypes[option.entry];
    const beside = [...new Set(schedule.held[copy])]
      .filter((task) => running.has(task))
      .flatMap((task) => {
        const { start, places: of } = schedule.placed[task]!;
        // Of a gang some workers end before the others.
        return of.filter((place) => start + place.option.runtime > now);
      });
    const users = [...beside, ...lasting].filter((place) => place.copy === copy);
    return devices.every((row) => {
      const taken = users.filter((place) => place.devices.includes(row));
      return taken.reduce((sum, { option: of }) => sum + amountOn(groups, of, row), 0) <= DEVICE;
    });
  });
}

function amountOn(groups: readonly DeviceGroup[], { need }: Option, row: number): number {
  const g = groups.findIndex((group) => row >= group.row && row < group.row + group.count);
  return need.whole[g] > 0 ? DEVICE : need.share[g];
}

function leftover({ schedule, running }: ScenePlay, copy: number, { places }: Placement): number {
  const { instance } = schedule.view;
  const { taskOfCopy, resourceOfCopy, resources } = instance;
  let sum = 0;
  for (const { copy: host } of places) {
    const entry = resourceOfCopy[host];
    const beside = schedule.held[host].filter((task) => running.has(task));
    const own = places.filter((place) => place.copy === host).map(() => copy);
    resources[entry].capacity.forEach((capacity, d) => {
      if (capacity === 0) return;
      const used = [...beside, ...own].reduce(
        (all, task) => all + demandOf(instance, taskOfCopy[task], entry, d),
        0,
      );
      sum += 1 - used / capacity;
    });
  }
  return sum;
}
