import { membershipOf } from "../../instance/facts/groups.ts";
import type { Instance } from "../../instance/types.ts";

/** Which colocate and separate groups are where, counted piece by piece. */
export class GroupCounts {
  readonly #instance: Instance;
  readonly #together: readonly (readonly number[])[];
  readonly #apart: readonly (readonly number[])[];
  /** By colocate group: pieces of its members, and the resource copy to which the last of them came. */
  readonly #members: Int32Array;
  readonly #home: Int32Array;
  /** Pieces by group and resource copy, colocate groups first. */
  readonly #present = new Map<number, number>();

  private constructor(instance: Instance) {
    this.#instance = instance;
    const { together, apart } = membershipOf(instance);
    this.#together = together;
    this.#apart = apart;
    this.#members = new Int32Array(instance.colocate.length);
    this.#home = new Int32Array(instance.colocate.length).fill(-1);
  }

  /** Undefined without groups. */
  static of(instance: Instance): GroupCounts | undefined {
    const none = instance.colocate.length === 0 && instance.separate.length === 0;
    return none ? undefined : new GroupCounts(instance);
  }

  /** True if no group forbids a piece of the task entry on the resource copy. O(groups of the task). */
  allow(entry: number, copy: number): boolean {
    for (const g of this.#together[entry]) {
      if (this.#members[g] > 0 && this.#on(g, copy) === 0) return false;
    }
    for (const g of this.#apart[entry]) {
      if (this.#on(this.#members.length + g, copy) > 0) return false;
    }
    return true;
  }

  /** `by` is 1 when a piece came, -1 when it left. */
  count(entry: number, copy: number, by: 1 | -1): void {
    for (const g of this.#together[entry]) {
      this.#members[g] += by;
      if (by === 1) this.#home[g] = copy;
      this.#shift(g, copy, by);
    }
    for (const g of this.#apart[entry]) this.#shift(this.#members.length + g, copy, by);
  }

  /** True if a separate group names the task entry. */
  isApart(entry: number): boolean {
    return this.#apart[entry].length > 0;
  }

  /** True if the task copy shares a colocate group with anyone, itself in several copies included. */
  isBound(task: number): boolean {
    return this.#together[this.#instance.taskOfCopy[task]].length > 0;
  }

  /** The resource copy that placed companions of a task copy hold, or -1. */
  homeOf(task: number): number {
    for (const g of this.#together[this.#instance.taskOfCopy[task]]) {
      if (this.#members[g] > 0) return this.#home[g];
    }
    return -1;
  }

  /** Task copies that `isPlaced` among those bound to the task through groups of placed ones, itself included. */
  companions(task: number, isPlaced: (task: number) => boolean): readonly number[] {
    const { taskOfCopy, taskCopyStart, colocate } = this.#instance;
    const seen = new Set<number>([task]);
    const groups = new Set<number>();
    for (const member of seen) {
      for (const g of this.#together[taskOfCopy[member]]) {
        if (groups.has(g)) continue;
        groups.add(g);
        for (const entry of colocate[g].tasks) {
          for (let t = taskCopyStart[entry]; t < taskCopyStart[entry + 1]; t++) {
            if (isPlaced(t)) seen.add(t);
          }
        }
      }
    }
    return [...seen];
  }

  #on(group: number, copy: number): number {
    return this.#present.get(group * this.#instance.resourceOfCopy.length + copy) ?? 0;
  }

  /** A key that falls to 0 leaves the map, so that walks through many places do not fill it. */
  #shift(group: number, copy: number, by: 1 | -1): void {
    const key = group * this.#instance.resourceOfCopy.length + copy;
    const now = (this.#present.get(key) ?? 0) + by;
    if (now === 0) this.#present.delete(key);
    else this.#present.set(key, now);
  }
}
