import { resourceCopyId } from "../src/instance/ids.ts";
import type { Target } from "../src/instance/targets.ts";
import type { Instance } from "../src/instance/types.ts";
import type { Plan } from "../src/plan/types.ts";
import { ProgramBuilder } from "../src/program/builder.ts";
import { addPairColumns, columnsOn, type PairColumns, type Scope } from "./pairs.ts";
import { chooseSequencing, type Sequencing } from "./sequencing.ts";
import { type Windows, windowsOf } from "./windows.ts";

/** Sets auxiliary columns of a point whose earlier columns are set: as cheap as the plan allows. */
export type Fill = (point: Float64Array, plan: Plan) => void;

/** A y[t,r,g] family: on which device of one dimension the piece of pair column `pair` stands. */
export interface DeviceChoice {
  readonly pair: number;
  readonly dimension: number;
  /** By device number inside the dimension. */
  readonly columns: readonly number[];
}

/** A formulation under construction: the builder and what the families of rows share. */
export interface Draft {
  readonly instance: Instance;
  readonly builder: ProgramBuilder;
  readonly pairs: PairColumns;
  readonly scope?: Scope;
  /** Batch mode only. */
  readonly windows?: Windows;
  readonly sequencing?: Sequencing;
  /** In the order in which the columns were added. */
  readonly fills: Fill[];
  /** used[r] by resource copy, -1 where no row has needed it. */
  readonly used: Int32Array;
  /** placed[t] by task copy, -1 where no row has needed it. */
  readonly placed: Int32Array;
  /** Binary companions of shares by pair column. */
  readonly present: Map<number, number>;
  /** sigma[t,r] of the disjunctive formulation by pair column. */
  readonly delay: Map<number, number>;
  readonly deviceChoices: DeviceChoice[];
  /** The rows of devices by resource copy x dimension, where devices may be short. */
  readonly deviceFamilies: Map<number, LossDevices>;
  /** Where the instance has losses: their columns, and devices chosen after them by column y. */
  readonly losses: LossColumns[];
  readonly recoveryChoices: Map<number, readonly RecoveryChoice[]>;
}

/** On which device of one dimension what moves shares: columns z by number among shared ones. */
export interface RecoveryChoice {
  readonly d: number;
  readonly columns: readonly number[];
}

/** Begins a formulation with its assignment columns. */
export function beginDraft(instance: Instance, targets: readonly Target[], scope?: Scope): Draft {
  const builder = new ProgramBuilder();
  const windows = instance.mode === "batch" ? windowsOf(instance) : undefined;
  const pairs = addPairColumns(instance, builder, windows, scope);
  return {
    instance,
    builder,
    pairs,
    ...(scope && { scope }),
    ...(windows && { windows, sequencing: chooseSequencing(instance, windows, targets, pairs) }),
    fills: [],
    used: new Int32Array(instance.resourceOfCopy.length).fill(-1),
    placed: new Int32Array(instance.taskOfCopy.length).fill(-1),
    present: new Map(),
    delay: new Map(),
    deviceChoices: [],
    deviceFamilies: new Map(),
    losses: [],
    recoveryChoices: new Map(),
  };
}

/** The task entry behind a pair column. */
export function taskOf({ instance, pairs }: Draft, column: number): Instance["tasks"][number] {
  return instance.tasks[instance.taskOfCopy[pairs.task[column]]];
}

/** Demand of a whole task on the resource of a pair column. */
export function demandOn({ instance, pairs }: Draft, column: number, dimension: number): number {
  const { perPair, values } = instance.demand[dimension];
  return values[perPair ? pairs.entry[column] : instance.taskOfCopy[pairs.task[column]]];
}

/**
 * used[r] = 1 if resource copy r holds a piece: used[r] >= x[t,r] for every t (the disaggregated, tighter
 * form), binary. Nothing forces it down to 0 but its price.
 */
export function usedColumn(draft: Draft, resource: number): number {
  const { builder, pairs, used, fills } = draft;
  if (used[resource] >= 0) return used[resource];
  const name = () => `used[${resourceCopyId(draft.instance, resource)}]`;
  const column = builder.addColumn({ upper: 1, integer: true, name });
  used[resource] = column;
  const held = columnsOn(pairs, resource);
  for (const x of held) {
    builder.addRow({ upper: 0, columns: [x, column], coefficients: [1, -1] });
  }
  fills.push((point) => {
    point[column] = held.some((x) => point[x] > 0) ? 1 : 0;
  });
  return column;
}

/** The column that is 1 where the pair holds a piece: x itself, or for a share a binary w >= x. */
export function presentColumn(draft: Draft, x: number): number {
  if (!taskOf(draft, x).divisible) return x;
  const known = draft.present.get(x);
  if (known !== undefined) return known;
  const w = draft.builder.addColumn({ upper: 1, integer: true, name: `w[${x}]` });
  draft.present.set(x, w);
  draft.builder.addRow({ upper: 0, columns: [x, w], coefficients: [1, -1] });
  draft.fills.push((point) => {
    point[w] = point[x] > 0 ? 1 : 0;
  });
  return w;
}

/** The rows of one device dimension on one resource copy, for what may come to it after a loss. */
export interface LossDevices {
  readonly copy: number;
  readonly devices: number;
  /** True of a demand that may have others beside it on its device; any other counts whole devices. */
  sharesDevice(demand: number): boolean;
  /** The pair columns of such demands. */
  readonly sharing: readonly number[];
  /** y[t,r,g] by place in `sharing` and device, of `count` devices, where devices are chosen. */
  readonly y?: readonly (readonly number[])[];
  readonly count: number;
}

/** The columns y of one loss: where the task copies go that it may take. */
export interface LossColumns {
  readonly loss: number;
  readonly lost: ReadonlySet<number>;
  /** By task copy and, inside, by resource copy. */
  readonly ofTask: ReadonlyMap<number, ReadonlyMap<number, number>>;
  /** By resource copy that is left. */
  readonly ofCopy: ReadonlyMap<number, readonly Move[]>;
}

/** A column y: the task copy is moved to the resource copy. */
export interface Move {
  readonly task: number;
  readonly column: number;
}
