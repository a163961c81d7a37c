import { membershipOf } from "../../instance/facts/groups.ts";
import type { Instance } from "../../instance/types.ts";

/** Who of the colocate and separate groups is where, in arrays that can be counted back exactly. */
export class Crowds {
  readonly #instance: Instance;
  /** By task entry: its groups. */
  readonly #together: readonly (readonly number[])[];
  readonly #apart: readonly (readonly number[])[];
  readonly #home: Int32Array;
  readonly #members: Int32Array;
  readonly #present = new Map<number, number>();

  private constructor(instance: Instance) {
    const { length } = instance.colocate;
    const { together, apart } = membershipOf(instance);
    this.#instance = instance;
    this.#together = together;
    this.#apart = apart;
    this.#home = new Int32Array(length).fill(-1);
    this.#members = new Int32Array(length);
  }

  /** Undefined without groups. */
  static of(instance: Instance): Crowds | undefined {
    const none = instance.colocate.length === 0 && instance.separate.length === 0;
    return none ? undefined : new Crowds(instance);
  }

  /** True if no group forbids the task copy on the resource copy. O(groups of the task). */
  admit(task: number, copy: number): boolean {
    const entry = this.#instance.taskOfCopy[task];
    for (const g of this.#together[entry]) {
      if (this.#members[g] > 0 && this.#home[g] !== copy) return false;
    }
    const copies = this.#instance.resourceOfCopy.length;
    for (const g of this.#apart[entry]) {
      if ((this.#present.get(g * copies + copy) ?? 0) > 0) return false;
    }
    return true;
  }

  /** `by` is 1 when a piece came, -1 when it left. */
  count(task: number, copy: number, by: 1 | -1): void {
    const entry = this.#instance.taskOfCopy[task];
    for (const g of this.#together[entry]) {
      this.#members[g] += by;
      if (by === 1) this.#home[g] = copy;
    }
    const copies = this.#instance.resourceOfCopy.length;
    for (const g of this.#apart[entry]) {
      const key = g * copies + copy;
      this.#present.set(key, (this.#present.get(key) ?? 0) + by);
    }
  }

  /** True if the task shares a colocate group with anyone, itself in several copies included. */
  isBound(task: number): boolean {
    return this.#together[this.#instance.taskOfCopy[task]].length > 0;
  }

  /** The resource copy that its placed companions hold, or -1. */
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
}
