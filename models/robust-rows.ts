import type { Group, Instance } from "../src/instance/types.ts";
import { demandOf } from "../src/instance/usable.ts";
import type { LossColumns } from "./draft.ts";
import { type Draft, demandOn } from "./draft.ts";
import { membersOf } from "./groups.ts";
import { columnsOn } from "./pairs.ts";

/**
 * The rules after a loss L over x and y; only resource copies j outside L.
 * - Capacity: sum over t of d[t,j] (x[t,j] + y[t,j]) <= capacity[j]; left out where all together keep it.
 * - Replicas: x[t,j] + y[t,j] <= 1, across a label: sum over j with one value of x[t,j] + y[t,j] <= 1.
 * - Separate: for each group and copy, sum over its members of x[t,j] + y[t,j] <= 1.
 * - Colocate: what leads the group leads it after the loss: y[t,j] = y[m,j] for mandatory members, <= for optional
 *   ones; without a mandatory member y[t,j] <= home[j], sum of home <= 1.
 */
export function addRecoveryRows(draft: Draft, columns: LossColumns): void {
  for (const copy of columns.ofCopy.keys()) addCapacityRows(draft, columns, copy);
  addReplicaRows(draft, columns);
  for (const group of draft.instance.separate) addSeparateRows(draft, columns, group);
  for (const group of draft.instance.colocate) addColocateRows(draft, columns, group);
}

/** What a task copy demands on a resource copy, in the dimension's unit. */
export function demandAt(instance: Instance, task: number, copy: number, d: number): number {
  return demandOf(instance, instance.taskOfCopy[task], instance.resourceOfCopy[copy], d);
}

function addCapacityRows(draft: Draft, { ofCopy }: LossColumns, copy: number): void {
  const { instance, builder, pairs } = draft;
  instance.dimensions.forEach(({ devices }, d) => {
    if (devices) return;
    const capacity = instance.resources[instance.resourceOfCopy[copy]].capacity[d];
    const columns: number[] = [];
    const coefficients: number[] = [];
    const most = new Map<number, number>();
    const add = (column: number, task: number, demand: number) => {
      if (demand === 0) return;
      columns.push(column);
      coefficients.push(demand);
      most.set(task, demand);
    };
    for (const x of columnsOn(pairs, copy)) add(x, pairs.task[x], demandOn(draft, x, d));
    for (const { task, column } of ofCopy.get(copy) ?? []) {
      add(column, task, demandAt(instance, task, copy, d));
    }
    const total = [...most.values()].reduce((sum, demand) => sum + demand, 0);
    if (total > capacity) builder.addRow({ upper: capacity, columns, coefficients });
  });
}

function addReplicaRows(draft: Draft, { ofTask, lost }: LossColumns): void {
  const { instance, builder, pairs } = draft;
  for (const [task, moves] of ofTask) {
    const { replicas, across } = instance.tasks[instance.taskOfCopy[task]];
    if (replicas === 1) continue;
    const byValue = new Map<number, number[]>();
    const add = (copy: number, column: number) => {
      const value =
        across === undefined ? copy : instance.domains[across].of[instance.resourceOfCopy[copy]];
      const held = byValue.get(value);
      if (held === undefined) byValue.set(value, [column]);
      else held.push(column);
    };
    for (let x = pairs.taskStart[task]; x < pairs.taskStart[task + 1]; x++) {
      if (!lost.has(pairs.resource[x])) add(pairs.resource[x], x);
    }
    for (const [copy, column] of moves) add(copy, column);
    for (const columns of byValue.values()) {
      if (columns.length < 2) continue;
      builder.addRow({ upper: 1, columns, coefficients: columns.map(() => 1) });
    }
  }
}

function addSeparateRows(draft: Draft, { ofTask, lost }: LossColumns, group: Group): void {
  const { builder, pairs } = draft;
  const byCopy = new Map<number, { columns: number[]; moves: number }>();
  const add = (copy: number, column: number, isMove: boolean) => {
    const held = byCopy.get(copy) ?? { columns: [], moves: 0 };
    held.columns.push(column);
    if (isMove) held.moves++;
    byCopy.set(copy, held);
  };
  for (const task of membersOf(draft, group)) {
    for (let x = pairs.taskStart[task]; x < pairs.taskStart[task + 1]; x++) {
      if (!lost.has(pairs.resource[x])) add(pairs.resource[x], x, false);
    }
    for (const [copy, column] of ofTask.get(task) ?? []) add(copy, column, true);
  }
  for (const { columns, moves } of byCopy.values()) {
    if (columns.length < 2 || moves === 0) continue;
    builder.addRow({ upper: 1, columns, coefficients: columns.map(() => 1) });
  }
}

function addColocateRows(draft: Draft, losses: LossColumns, group: Group): void {
  const { instance } = draft;
  const members = membersOf(draft, group).filter((task) => losses.ofTask.has(task));
  if (members.length < 2) return;
  const isOptional = (task: number) => instance.tasks[instance.taskOfCopy[task]].optional;
  const leader = membersOf(draft, group).find((task) => !isOptional(task));
  if (leader === undefined) addHomeRows(draft, losses, members);
  else if (losses.ofTask.has(leader)) {
    for (const task of members) {
      if (task !== leader) addFollowRows(draft, losses, task, leader, !isOptional(task));
    }
  }
  // A leader that cannot be there has x = 0 there, and so have those who follow it: nothing moves.
}

function addFollowRows(
  { builder }: Draft,
  { ofTask }: LossColumns,
  follower: number,
  leader: number,
  isStrict: boolean,
): void {
  const [own, led] = [ofTask.get(follower), ofTask.get(leader)];
  if (own === undefined || led === undefined) return;
  for (const [copy, column] of own) {
    const lead = led.get(copy);
    builder.addRow({
      ...(isStrict && { lower: 0 }),
      upper: 0,
      columns: lead === undefined ? [column] : [column, lead],
      coefficients: lead === undefined ? [1] : [1, -1],
    });
  }
  if (!isStrict) return;
  for (const [copy, lead] of led) {
    if (!own.has(copy)) builder.addRow({ upper: 0, columns: [lead], coefficients: [1] });
  }
}

function addHomeRows(
  { builder, fills }: Draft,
  { ofTask }: LossColumns,
  members: readonly number[],
): void {
  const byCopy = new Map<number, number[]>();
  for (const task of members) {
    for (const [copy, column] of ofTask.get(task) ?? []) {
      const held = byCopy.get(copy);
      if (held === undefined) byCopy.set(copy, [column]);
      else held.push(column);
    }
  }
  const homes = [...byCopy.values()].map((columns) => {
    const home = builder.addColumn({ upper: 1, integer: true, name: `home${builder.columns}` });
    for (const column of columns) {
      builder.addRow({ upper: 0, columns: [column, home], coefficients: [1, -1] });
    }
    fills.push((point) => {
      point[home] = columns.some((column) => point[column] > 0) ? 1 : 0;
    });
    return home;
  });
  builder.addRow({ upper: 1, columns: homes, coefficients: homes.map(() => 1) });
}
