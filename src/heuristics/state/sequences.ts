import type { Instance } from "../../instance/types.ts";
import type { StateView } from "./view.ts";

/** Where a new piece may stand in a sequence; `end` is the last end there then, `own` the new piece's end, ms. */
export interface Slot {
  readonly position: number;
  readonly end: number;
  readonly own: number;
}

/**
 * Values of one sequence of n pieces, at positions 0 .. n. `earliest[i + 1]`: when piece i ends if each runs as early as it
 * can. `latest[i]`: the latest start of piece i that keeps all later deadlines; `work[i]`: runtimes from i on; `forced[i]`:
 * the end that releases from i on force. A sequence from i on that may start at x ends at max(x + work[i], forced[i]).
 */
interface Track {
  earliest: Float64Array;
  latest: Float64Array;
  work: Float64Array;
  forced: Float64Array;
  isForward: boolean;
  isBackward: boolean;
}

/**
 * Batch mode: when the pieces on each resource copy run, each as early as the order, its release and the resource's `from`
 * allow. The orders belong to the state, which calls `changed` after each change.
 */
export class Sequences {
  /** True if releases or deadlines bind some task. */
  readonly isTimed: boolean;
  /** True if pieces line up by weight over runtime (Smith 1956, DOI 10.1002/nav.3800030106). */
  readonly byRatio: boolean;
  readonly #state: StateView;
  /** By resource entry. */
  readonly #from: Float64Array;
  readonly #until: Float64Array;
  /** By resource copy, made when first asked for. */
  readonly #tracks: (Track | undefined)[];

  constructor(state: StateView, byRatio: boolean) {
    const { resources, resourceOfCopy, tasks } = state.instance;
    this.#state = state;
    this.byRatio = byRatio;
    this.isTimed = tasks.some((task) => task.release > 0 || task.deadline !== undefined);
    this.#from = Float64Array.from(resources, ({ from }) => from);
    this.#until = Float64Array.from(resources, ({ until = Infinity }) => until);
    this.#tracks = new Array(resourceOfCopy.length);
  }

  /** After the order on a copy changed. */
  changed(copy: number): void {
    const track = this.#tracks[copy];
    if (track !== undefined) track.isForward = track.isBackward = false;
  }

  /** The last end on a copy, 0 without pieces, ms. O(1), with releases or deadlines O(pieces there) after a change. */
  end(copy: number): number {
    return this.#state.held[copy].length === 0 ? 0 : this.openFrom(copy);
  }

  /** From when on another piece could run at the end of the sequence, ms; costs the same. */
  openFrom(copy: number): number {
    const { held, busy } = this.#state;
    if (this.isTimed) return this.ends(copy)[held[copy].length];
    return this.#fromOn(copy) + busy[copy];
  }

  /** The end of the i-th piece of a copy at i + 1, good until the next change. O(pieces there). */
  ends(copy: number): Float64Array {
    return this.#forward(copy).earliest;
  }

  /** The earliest start of the i-th piece of a copy. */
  startOf(copy: number, i: number): number {
    return Math.max(this.ends(copy)[i], this.#taskOf(this.#state.held[copy][i]).release);
  }

  /** Where a new piece fits best: where the copy ends first, or nearest to its place by ratio. O(pieces there), O(1) without times. */
  slot(piece: number, copy: number): Slot | undefined {
    const runtime = this.#state.runtime(piece, copy);
    return this.isTimed
      ? this.#timedSlot(piece, copy, runtime)
      : this.#plainSlot(piece, copy, runtime);
  }

  /** True if the piece may stand at `position` and all behind it still end in time. O(pieces there). */
  admits(piece: number, copy: number, position: number): boolean {
    const list = this.#state.held[copy];
    let clock = this.#fromOn(copy);
    for (let i = 0; i <= list.length; i++) {
      const other = i === position ? piece : list[i < position ? i : i - 1];
      const { release, deadline = Infinity } = this.#taskOf(other);
      clock = Math.max(clock, release) + this.#state.runtime(other, copy);
      if (clock > deadline) return false;
    }
    return clock <= this.#untilOn(copy);
  }

  #fromOn(copy: number): number {
    return this.#from[this.#state.instance.resourceOfCopy[copy]];
  }

  #untilOn(copy: number): number {
    return this.#until[this.#state.instance.resourceOfCopy[copy]];
  }

  #taskOf(piece: number): Instance["tasks"][number] {
    const { instance, pieces } = this.#state;
    return instance.tasks[instance.taskOfCopy[pieces.task[piece]]];
  }

  #plainSlot(piece: number, copy: number, runtime: number): Slot | undefined {
    const end = this.#fromOn(copy) + this.#state.busy[copy] + runtime;
    if (end > this.#untilOn(copy)) return undefined;
    const list = this.#state.held[copy];
    if (!this.byRatio) return { position: list.length, end, own: end };
    const position = this.#ratioPlace(piece, copy, runtime);
    let own = end;
    for (let i = position; i < list.length; i++) own -= this.#state.runtime(list[i], copy);
    return { position, end, own };
  }

  #timedSlot(piece: number, copy: number, runtime: number): Slot | undefined {
    const { earliest, latest, work, forced } = this.#backward(copy);
    const { release, deadline = Infinity } = this.#taskOf(piece);
    const wanted = this.byRatio ? this.#ratioPlace(piece, copy, runtime) : 0;
    let [position, end, ownEnd] = [-1, 0, 0];
    let bestRank = Infinity;
    for (let i = this.#state.held[copy].length; i >= 0; i--) {
      const own = Math.max(earliest[i], release) + runtime;
      if (own > deadline || own > latest[i]) continue;
      const last = Math.max(own + work[i], forced[i]);
      const rank = this.byRatio ? Math.abs(i - wanted) : last;
      if (rank >= bestRank) continue;
      bestRank = rank;
      [position, end, ownEnd] = [i, last, own];
    }
    return position < 0 ? undefined : { position, end, own: ownEnd };
  }

  #ratioPlace(piece: number, copy: number, runtime: number): number {
    const list = this.#state.held[copy];
    const { weight } = this.#taskOf(piece);
    let position = list.length;
    while (position > 0) {
      const before = list[position - 1];
      const ran = this.#state.runtime(before, copy);
      if (weight * ran <= this.#taskOf(before).weight * runtime) break;
      position--;
    }
    return position;
  }

  #trackOf(copy: number): Track {
    const needed = this.#state.held[copy].length + 1;
    const known = this.#tracks[copy];
    if (known !== undefined && known.earliest.length >= needed) return known;
    const room = known === undefined ? needed + 3 : 2 * needed;
    const track = {
      earliest: new Float64Array(room),
      latest: new Float64Array(this.isTimed ? room : 0),
      work: new Float64Array(this.isTimed ? room : 0),
      forced: new Float64Array(this.isTimed ? room : 0),
      isForward: false,
      isBackward: false,
    };
    this.#tracks[copy] = track;
    return track;
  }

  #forward(copy: number): Track {
    const track = this.#trackOf(copy);
    if (track.isForward) return track;
    const list = this.#state.held[copy];
    const { earliest } = track;
    let clock = this.#fromOn(copy);
    earliest[0] = clock;
    for (let i = 0; i < list.length; i++) {
      const piece = list[i];
      clock = Math.max(clock, this.#taskOf(piece).release) + this.#state.runtime(piece, copy);
      earliest[i + 1] = clock;
    }
    track.isForward = true;
    return track;
  }

  #backward(copy: number): Track {
    const track = this.#forward(copy);
    if (track.isBackward) return track;
    const list = this.#state.held[copy];
    const { latest, work, forced } = track;
    const n = list.length;
    latest[n] = this.#untilOn(copy);
    work[n] = 0;
    forced[n] = -Infinity;
    for (let i = n - 1; i >= 0; i--) {
      const { release, deadline = Infinity } = this.#taskOf(list[i]);
      const runtime = this.#state.runtime(list[i], copy);
      latest[i] = Math.min(deadline, latest[i + 1]) - runtime;
      work[i] = work[i + 1] + runtime;
      forced[i] = Math.max(release + work[i], forced[i + 1]);
    }
    track.isBackward = true;
    return track;
  }
}
