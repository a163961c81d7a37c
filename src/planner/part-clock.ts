import type { Clock } from "./clock.ts";

/**
 * A clock for a part of a run: it stops after a share of what is left of time and work, and what is spent on it counts on
 * the whole. `work` is how much a part may do where nothing limits the run. Its stop says nothing of the whole.
 */
export function partClock(clock: Clock, share: number, work: number): Clock {
  const began = performance.now();
  const left = clock.left();
  const workLeft = clock.workLeft();
  const time = left === undefined ? undefined : share * left;
  const units =
    workLeft !== undefined ? Math.ceil(share * workLeft) : left === undefined ? work : undefined;
  let spent = 0;
  const timeLeft = () =>
    time === undefined ? undefined : Math.max(0, began + time - performance.now());
  const unitsLeft = () => (units === undefined ? undefined : Math.max(0, units - spent));
  return {
    seconds: clock.seconds,
    signal: clock.signal,
    left: timeLeft,
    workLeft: unitsLeft,
    spend: (amount = 1) => {
      spent += amount;
      clock.spend(amount);
    },
    stopped: () => {
      const stopped = clock.stopped();
      if (stopped !== undefined) return stopped;
      if (timeLeft() === 0) return "time-limit";
      return unitsLeft() === 0 ? "work-limit" : undefined;
    },
  };
}

/** A clock that also stops once nothing better has come for a share of the time left, as told by `gained`, which counts gains. */
export function patientClock(clock: Clock, share: number, gained: () => unknown): Clock {
  const patience = (share * (clock.left() ?? Number.POSITIVE_INFINITY)) / 1000;
  let last = gained();
  let since = clock.seconds();
  return {
    ...clock,
    stopped: () => {
      const stopped = clock.stopped();
      if (stopped !== undefined) return stopped;
      const now = gained();
      if (now !== last) {
        last = now;
        since = clock.seconds();
      }
      return clock.seconds() - since > patience ? "time-limit" : undefined;
    },
  };
}
