import { type Instance, WHOLE } from "../../instance/types.ts";
import type { Plan } from "../../plan/types.ts";

/**
 * The pieces that a state knows, placed or not: one for each replica of a whole task copy, and one for each share of a
 * divisible task, of which a plan brings some and a list adds more. Pieces of a task copy are chained.
 */
export class PieceTable {
  count = 0;
  /** By piece: task copy, millionths, and resource copy or -1. Replaced as pieces are added. */
  task: Int32Array;
  share: Int32Array;
  at: Int32Array;
  /** By piece: the next one of its task copy, or -1. */
  next: Int32Array;
  /** 1 for shares, which no move touches. */
  fixed: Uint8Array;
  /** By task copy: its first piece, or -1. */
  readonly first: Int32Array;

  /** O(pieces + task copies). Nothing is placed; those of a plan are numbered in its order. */
  constructor(instance: Instance, plan?: Plan) {
    const { tasks, taskOfCopy } = instance;
    const copies = taskOfCopy.length;
    const shares = new Int32Array(copies);
    for (const task of plan?.task ?? []) shares[task]++;
    let room = 0;
    for (let t = 0; t < copies; t++) {
      const { divisible, replicas } = tasks[taskOfCopy[t]];
      room += divisible ? shares[t] : replicas;
    }
    this.task = new Int32Array(room);
    this.share = new Int32Array(room);
    this.at = new Int32Array(room);
    this.next = new Int32Array(room);
    this.fixed = new Uint8Array(room);
    this.first = new Int32Array(copies).fill(-1);
    for (let t = 0; t < copies; t++) {
      const { divisible, replicas } = tasks[taskOfCopy[t]];
      const from = this.count;
      const own = divisible ? shares[t] : replicas;
      for (let i = 0; i < own; i++) this.#append(t, divisible);
      if (own === 0) continue;
      this.first[t] = from;
      for (let piece = from; piece + 1 < this.count; piece++) this.next[piece] = piece + 1;
    }
  }

  /** Another share of a divisible task, placed nowhere. */
  addShare(task: number): number {
    if (this.count === this.task.length) this.#grow();
    const piece = this.#append(task, true);
    this.next[piece] = this.first[task];
    this.first[task] = piece;
    return piece;
  }

  #append(task: number, isShare: boolean): number {
    const piece = this.count++;
    this.task[piece] = task;
    this.share[piece] = WHOLE;
    this.at[piece] = -1;
    this.next[piece] = -1;
    this.fixed[piece] = isShare ? 1 : 0;
    return piece;
  }

  #grow(): void {
    const room = 2 * this.count + 16;
    const larger = <T extends Int32Array | Uint8Array>(old: T, next: T): T => {
      next.set(old);
      return next;
    };
    this.task = larger(this.task, new Int32Array(room));
    this.share = larger(this.share, new Int32Array(room));
    this.at = larger(this.at, new Int32Array(room));
    this.next = larger(this.next, new Int32Array(room));
    this.fixed = larger(this.fixed, new Uint8Array(room));
  }
}
