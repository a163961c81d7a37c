import type { Instance } from "../instance/types.ts";

/**
 * Where the pieces of a batch plan stand in time: on each resource copy one after another, each as early
 * as the order, its release and the resource's `from` allow. The orders themselves belong to the caller.
 */
export interface Timeline {
  /** The end of the last piece on the copy; its `from` if it is empty. */
  end(copy: number): number;
  /** Where a new piece fits best, or undefined. Cost O(pieces on the copy), O(1) without times. */
  slot(copy: number, task: number, runtime: number): Slot | undefined;
  /** Earliest starts in running order. */
  starts(copy: number): number[];
  /** Must be called after each change of the order on a copy; `added` is the runtime that came or went (< 0). */
  changed(copy: number, added: number): void;
}

/** `end` is the last end on the copy, `own` the new piece's end, if the piece is put at `position`. */
export interface Slot {
  readonly position: number;
  readonly end: number;
  readonly own: number;
}

/** Prefix and suffix values of one copy; see `measure`. */
interface Track {
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
  readonly work: Float64Array;
  readonly forced: Float64Array;
}

/**
 * `order[c]` lists task copies in running order, `runtimeOn(task, copy)` their runtimes. With `smith` a new
 * piece goes as near as possible to its place by weight over runtime (Smith 1956,
 * DOI 10.1002/nav.3800030106); else to where the copy ends first.
 */
export function makeTimeline(
  instance: Instance,
  order: readonly (readonly number[])[],
  runtimeOn: (task: number, copy: number) => number,
  smith: boolean,
): Timeline {
  const { tasks, resources, taskOfCopy, resourceOfCopy } = instance;
  const timed = tasks.some((task) => task.release > 0 || task.deadline !== undefined);
  const fromOf = Float64Array.from(resources, (resource) => resource.from);
  const untilOf = Float64Array.from(resources, ({ until = Infinity }) => until);
  const from = (copy: number) => fromOf[resourceOfCopy[copy]];
  const until = (copy: number) => untilOf[resourceOfCopy[copy]];
  /** By copy; zeros of copies without pieces take no memory. */
  const busy = new Float64Array(order.length);
  const tracks = new Map<number, Track>();
  const releaseOf = (task: number) => tasks[taskOfCopy[task]].release;
  const deadlineOf = (task: number) => tasks[taskOfCopy[task]].deadline ?? Infinity;
  const weightOf = (task: number) => tasks[taskOfCopy[task]].weight;

  function smithPosition(copy: number, task: number, runtime: number): number {
    const list = order[copy];
    let position = list.length;
    while (
      position > 0 &&
      weightOf(task) * runtimeOn(list[position - 1], copy) > weightOf(list[position - 1]) * runtime
    ) {
      position--;
    }
    return position;
  }

  /**
   * earliest[i]: when piece i could start if the machine alone decided; latest[i]: the latest start of piece
   * i that keeps all later deadlines; work[i]: runtimes from i on; forced[i]: the end that releases from i on
   * force. A sequence from i on that may start at x ends at max(x + work[i], forced[i]).
   */
  function measure(copy: number): Track {
    const list = order[copy];
    const n = list.length;
    const [earliest, latest, work, forced] = [0, 1, 2, 3].map(() => new Float64Array(n + 1));
    earliest[0] = from(copy);
    for (let i = 0; i < n; i++) {
      earliest[i + 1] = Math.max(earliest[i], releaseOf(list[i])) + runtimeOn(list[i], copy);
    }
    latest[n] = until(copy);
    forced[n] = -Infinity;
    for (let i = n - 1; i >= 0; i--) {
      const runtime = runtimeOn(list[i], copy);
      latest[i] = Math.min(deadlineOf(list[i]), latest[i + 1]) - runtime;
      work[i] = work[i + 1] + runtime;
      forced[i] = Math.max(releaseOf(list[i]) + work[i], forced[i + 1]);
    }
    return { earliest, latest, work, forced };
  }

  function trackOf(copy: number): Track {
    let track = tracks.get(copy);
    if (track === undefined) {
      track = measure(copy);
      tracks.set(copy, track);
    }
    return track;
  }

  function timedSlot(copy: number, task: number, runtime: number): Slot | undefined {
    const { earliest, latest, work, forced } = trackOf(copy);
    const release = releaseOf(task);
    const deadline = deadlineOf(task);
    const wanted = smith ? smithPosition(copy, task, runtime) : 0;
    let best: Slot | undefined;
    let bestRank = Infinity;
    for (let i = order[copy].length; i >= 0; i--) {
      const own = Math.max(earliest[i], release) + runtime;
      if (own > deadline || own > latest[i]) continue;
      const end = Math.max(own + work[i], forced[i]);
      const rank = smith ? Math.abs(i - wanted) : end;
      if (rank >= bestRank) continue;
      bestRank = rank;
      best = { position: i, end, own };
    }
    return best;
  }

  function plainSlot(copy: number, task: number, runtime: number): Slot | undefined {
    const end = from(copy) + busy[copy] + runtime;
    if (end > until(copy)) return undefined;
    const list = order[copy];
    if (!smith) return { position: list.length, end, own: end };
    const position = smithPosition(copy, task, runtime);
    let own = end;
    for (let i = position; i < list.length; i++) own -= runtimeOn(list[i], copy);
    return { position, end, own };
  }

  return {
    end: (copy) => (timed ? trackOf(copy).earliest[order[copy].length] : from(copy) + busy[copy]),
    slot: timed ? timedSlot : plainSlot,
    starts(copy) {
      let clock = from(copy);
      return order[copy].map((task) => {
        const start = Math.max(clock, releaseOf(task));
        clock = start + runtimeOn(task, copy);
        return start;
      });
    },
    changed(copy, added) {
      busy[copy] += added;
      tracks.delete(copy);
    },
  };
}
