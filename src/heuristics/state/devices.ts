import { isDeviceShare, sharesDevices } from "../../instance/facts/devices.ts";
import { DEVICE } from "../../instance/types.ts";
import { type DeviceRange, deviceRanges } from "../../plan/piece.ts";
import type { StateView } from "./view.ts";

/** By piece: its devices, numbered inside the resource, ascending. */
export type DeviceLists = ReadonlyMap<number, readonly number[]>;

/**
 * On which devices pieces lie, where that matters: where tasks share devices a sum that fits may still not pack, and where
 * a plan must survive losses what stays keeps its devices. Placement mode only.
 */
export class Devices {
  /** By piece; of those that are placed. */
  readonly of: (readonly number[] | undefined)[] = [];
  readonly #state: StateView;
  /** By resource entry. */
  readonly #ranges: readonly (readonly DeviceRange[])[];
  /** By dimension: some task takes a share of a device. */
  readonly #isShared: readonly boolean[];
  /** By resource copy: what is left of each device, in milli. Copies without pieces take no memory. */
  readonly #free: (Int32Array | undefined)[];

  private constructor(state: StateView, isShared: readonly boolean[]) {
    const { instance } = state;
    this.#state = state;
    this.#isShared = isShared;
    this.#ranges = instance.resources.map((_, r) => deviceRanges(instance, r));
    this.#free = new Array(instance.resourceOfCopy.length);
  }

  /** Undefined where any devices will do. */
  static of(state: StateView): Devices | undefined {
    const { dimensions, mode, robust } = state.instance;
    if (mode !== "placement" || !dimensions.some(({ devices }) => devices)) return undefined;
    const isShared = sharesDevices(state.instance);
    return isShared.includes(true) || robust !== undefined
      ? new Devices(state, isShared)
      : undefined;
  }

  /** True if the piece finds its devices as the others lie, or after all there are packed anew. */
  fits(piece: number, copy: number): boolean {
    const free = this.#free[copy];
    for (const range of this.#rangesOf(copy)) {
      if (!this.#isShared[range.dimension]) continue;
      const demand = this.#demand(piece, copy, range);
      if (free === undefined) {
        if (demand > range.count * DEVICE || !isDevices(demand)) return false;
      } else if (choose(free, range, demand) === undefined) {
        if (this.#packed(copy, range, piece) === undefined) return false;
      }
    }
    return true;
  }

  /**
   * Every choice of devices that is not like another one and moves nobody, the fullest devices first; none if devices do
   * not suffice.
   */
  choices(piece: number, copy: number): readonly (readonly number[])[] {
    const free = this.#free[copy] ?? this.#empty(copy);
    let choices: readonly (readonly number[])[] = [[]];
    for (const range of this.#rangesOf(copy)) {
      const demand = this.#demand(piece, copy, range);
      if (demand === 0) continue;
      const own = choicesIn(free, range, demand);
      choices = choices.flatMap((list) => own.map((more) => [...list, ...more]));
    }
    return choices;
  }

  /**
   * A piece comes to a copy that it fits: on the given devices, which are free, else on the fullest ones. Where the others had
   * to be packed anew their lists before that are returned, for `restore`.
   */
  came(piece: number, copy: number, given?: readonly number[]): DeviceLists | undefined {
    const free = this.#freeOn(copy);
    let before: Map<number, readonly number[]> | undefined;
    let devices = given;
    if (devices === undefined) {
      const chosen: number[] = [];
      for (const range of this.#rangesOf(copy)) {
        const demand = this.#demand(piece, copy, range);
        if (demand === 0) continue;
        const own = choose(free, range, demand);
        if (own !== undefined) {
          for (const device of own) chosen.push(device);
          continue;
        }
        const packed = this.#packed(copy, range, piece);
        if (packed === undefined) continue;
        before ??= new Map();
        for (const [other, list] of packed) {
          if (other === piece) for (const device of list) chosen.push(device);
          else this.#lay(other, range, list, before);
        }
        this.#measure(copy, range, free);
      }
      devices = chosen;
    }
    this.of[piece] = devices;
    this.#shift(piece, copy, free, 1);
    return before;
  }

  left(piece: number, copy: number): void {
    this.#shift(piece, copy, this.#freeOn(copy), -1);
    this.of[piece] = undefined;
  }

  /** Lays pieces of a copy, all still there, as they lay before. */
  restore(copy: number, before: DeviceLists): void {
    for (const [piece, list] of before) this.of[piece] = list;
    for (const range of this.#rangesOf(copy)) this.#measure(copy, range, this.#freeOn(copy));
  }

  #rangesOf(copy: number): readonly DeviceRange[] {
    return this.#ranges[this.#state.instance.resourceOfCopy[copy]];
  }

  #demand(piece: number, copy: number, { dimension }: DeviceRange): number {
    return this.#state.demand(piece, copy, dimension);
  }

  #empty(copy: number): Int32Array {
    const devices = this.#rangesOf(copy).reduce((sum, { count }) => sum + count, 0);
    return new Int32Array(devices).fill(DEVICE);
  }

  #freeOn(copy: number): Int32Array {
    this.#free[copy] ??= this.#empty(copy);
    return this.#free[copy];
  }

  /** New lists in one dimension for all on a copy and a piece beside them, best fit by falling demand; undefined if they do not fit. */
  #packed(copy: number, range: DeviceRange, piece: number): DeviceLists | undefined {
    const demandOfPiece = (other: number) => this.#demand(other, copy, range);
    const order = [piece, ...this.#state.held[copy]].filter((other) => demandOfPiece(other) > 0);
    order.sort((a, b) => demandOfPiece(b) - demandOfPiece(a) || a - b);
    const free = this.#empty(copy);
    const lists = new Map<number, readonly number[]>();
    for (const other of order) {
      const demand = demandOfPiece(other);
      const chosen = choose(free, range, demand);
      if (chosen === undefined) return undefined;
      lists.set(other, chosen);
      for (const device of chosen) free[device] -= Math.min(demand, DEVICE);
    }
    return lists;
  }

  /** Gives a piece another list in one dimension, and notes the whole list that it had at first. */
  #lay(
    piece: number,
    range: DeviceRange,
    list: readonly number[],
    before: Map<number, readonly number[]>,
  ): void {
    const old = this.of[piece] ?? [];
    if (!before.has(piece)) before.set(piece, old);
    this.of[piece] = [...old.filter((device) => !isIn(range, device)), ...list].sort(
      (a, b) => a - b,
    );
  }

  /** What is left of the devices of a dimension, from the lists of all that are there. */
  #measure(copy: number, range: DeviceRange, free: Int32Array): void {
    free.fill(DEVICE, range.first, range.first + range.count);
    for (const piece of this.#state.held[copy]) {
      const each = Math.min(DEVICE, this.#demand(piece, copy, range));
      for (const device of this.of[piece] ?? []) if (isIn(range, device)) free[device] -= each;
    }
  }

  #shift(piece: number, copy: number, free: Int32Array, by: 1 | -1): void {
    const devices = this.of[piece];
    if (devices === undefined || devices.length === 0) return;
    for (const range of this.#rangesOf(copy)) {
      const each = Math.min(DEVICE, this.#demand(piece, copy, range));
      for (const device of devices) if (isIn(range, device)) free[device] -= by * each;
    }
  }
}

function isIn({ first, count }: DeviceRange, device: number): boolean {
  return device >= first && device < first + count;
}

/** True for whole devices and for a share of one. */
function isDevices(demand: number): boolean {
  return demand < DEVICE || demand % DEVICE === 0;
}

/** Whole devices: the first free ones. A share: the fullest device that still has room (best fit). */
function choose(
  free: Int32Array,
  { first, count }: DeviceRange,
  demand: number,
): number[] | undefined {
  if (demand === 0) return [];
  if (demand < DEVICE) {
    let best = -1;
    for (let n = first; n < first + count; n++) {
      if (free[n] >= demand && (best < 0 || free[n] < free[best])) best = n;
    }
    return best < 0 ? undefined : [best];
  }
  const list: number[] = [];
  for (let n = first; n < first + count && list.length * DEVICE < demand; n++) {
    if (free[n] === DEVICE) list.push(n);
  }
  return list.length * DEVICE === demand ? list : undefined;
}

function choicesIn(
  free: Int32Array,
  { first, count }: DeviceRange,
  demand: number,
): readonly (readonly number[])[] {
  const numbers = Array.from({ length: count }, (_, i) => first + i);
  if (!isDeviceShare(demand)) {
    const idle = numbers.filter((n) => free[n] === DEVICE);
    return idle.length * DEVICE < demand ? [] : [idle.slice(0, demand / DEVICE)];
  }
  const byFree = new Map<number, number>();
  for (const n of numbers) {
    if (free[n] >= demand && !byFree.has(free[n])) byFree.set(free[n], n);
  }
  return [...byFree].sort((a, b) => a[0] - b[0]).map(([, n]) => [n]);
}
