import { membershipOf } from "../../../instance/facts/groups.ts";
import type { Instance } from "../../../instance/types.ts";
import { buildPlan, type Piece } from "../../../plan/build.ts";
import type { Plan } from "../../../plan/types.ts";
import type { Changed } from "./recover.ts";
import { Rooms, type Stand, standOf } from "./rooms.ts";

/** One piece that leaves its place, comes to one, or both. */
export interface Change {
  readonly task: number;
  readonly from?: number;
  readonly to?: number;
}

/** Changes that were applied. */
export interface Applied extends Changed {
  undo(): void;
}

/** A placement of whole tasks that changes a few pieces at a time, and what it leaves on each resource copy. */
export class RobustWalk {
  readonly instance: Instance;
  readonly rooms: Rooms;
  /** Pieces by task copy; several where it has replicas. */
  readonly stands: Stand[][];
  /** Colocate groups by task entry. */
  readonly #groups: readonly (readonly number[])[];

  constructor(instance: Instance, plan: Plan) {
    this.instance = instance;
    this.rooms = new Rooms(instance, plan);
    this.stands = Array.from(instance.taskOfCopy, () => []);
    for (let k = 0; k < plan.task.length; k++) this.stands[plan.task[k]].push(standOf(plan, k));
    this.#groups = membershipOf(instance).together;
  }

  /** The task copy and all placed ones that colocate groups tie to it, directly or through others. */
  tiedTo(task: number): readonly number[] {
    const { colocate, taskCopyStart, taskOfCopy } = this.instance;
    if (this.#groups[taskOfCopy[task]].length === 0) return [task];
    const found = new Set([task]);
    const groups = new Set<number>();
    for (const one of found) {
      for (const g of this.#groups[taskOfCopy[one]]) {
        if (groups.has(g)) continue;
        groups.add(g);
        for (const t of colocate[g].tasks) {
          for (let copy = taskCopyStart[t]; copy < taskCopyStart[t + 1]; copy++) {
            if (this.stands[copy].length > 0) found.add(copy);
          }
        }
      }
    }
    return [...found];
  }

  /** Where companions of an unplaced task copy are; -1 if none is placed, undefined if they are apart. */
  homeOf(task: number): number | undefined {
    const others = this.tiedTo(task).filter((one) => one !== task);
    const homes = new Set(others.map((one) => this.stands[one][0].copy));
    if (homes.size > 1) return undefined;
    return homes.values().next().value ?? -1;
  }

  /** Applies changes, first what leaves and then what comes, all or none; undefined where one does not fit. */
  apply(changes: readonly Change[]): Applied | undefined {
    const undo: (() => void)[] = [];
    const revert = () => {
      while (undo.length > 0) undo.pop()?.();
    };
    for (const { task, from } of changes) {
      if (from === undefined) continue;
      const list = this.stands[task];
      const at = list.findIndex(({ copy }) => copy === from);
      const [stand] = list.splice(at, 1);
      this.rooms.take(stand);
      undo.push(() => {
        list.splice(at, 0, stand);
        this.rooms.put(stand);
      });
    }
    for (const { task, to } of changes) {
      if (to === undefined) continue;
      const devices = this.rooms.fits(task, to) ? this.rooms.deviceChoices(task, to)[0] : undefined;
      if (devices === undefined) {
        revert();
        return undefined;
      }
      const stand = { task, copy: to, devices: [...devices].sort((a, b) => a - b) };
      this.rooms.put(stand);
      this.stands[task].push(stand);
      undo.push(() => {
        this.stands[task].pop();
        this.rooms.take(stand);
      });
    }
    const copies = changes.flatMap(({ from, to }) =>
      [from, to].filter((copy) => copy !== undefined),
    );
    return {
      undo: revert,
      tasks: new Set(changes.map(({ task }) => task)),
      copies: new Set(copies),
    };
  }

  toPlan(): Plan {
    const pieces: Piece[] = [];
    for (const list of this.stands) {
      for (const { task, copy, devices } of list) pieces.push({ task, resource: copy, devices });
    }
    return buildPlan(this.instance, pieces);
  }
}
