import { DEVICE } from "../src/instance/types.ts";
import { deviceDimensions } from "../src/instance/usable.ts";
import type { Plan } from "../src/plan/types.ts";
import { sharedDevice } from "./devices.ts";
import type { LossColumns, LossDevices, Move } from "./draft.ts";
import { type Draft, demandOn } from "./draft.ts";
import { columnsOn } from "./pairs.ts";
import { demandAt } from "./robust-rows.ts";

/**
 * Devices after a loss, where what stays keeps its devices. With counts alone (see `addDeviceRows`) the canonical packing
 * of what stays leaves at most one shared device with room, so first fit on descending shares adds what comes without
 * waste, and the same rows hold over x and y together:
 *     open integer,  sum f[t] (x[t,j] + y[t,j]) <= open,  open + sum h[t] (x[t,j] + y[t,j]) <= n.
 * Where devices are chosen, z[t,j,g] puts a share that comes on device g beside those that stay:
 *     sum over g of z[t,j,g] = y[t,j],   sum f[t] (y[t,j,g] + z[t,j,g]) <= open[j,g],
 *     sum over g of open[j,g] + sum h[t] (x[t,j] + y[t,j]) <= n.
 */
export function addRecoveryDeviceRows(draft: Draft, columns: LossColumns): void {
  const dimensions = deviceDimensions(draft.instance);
  for (const [copy, moves] of columns.ofCopy) {
    for (const d of dimensions) addRowsOn(draft, columns, copy, d, moves);
  }
}

function addRowsOn(
  draft: Draft,
  { loss }: LossColumns,
  copy: number,
  d: number,
  moves: readonly Move[],
): void {
  const { instance, builder, pairs } = draft;
  const family = draft.deviceFamilies.get(copy * instance.dimensions.length + d);
  if (family === undefined) return;
  const coming = moves
    .map((move) => ({ ...move, demand: demandAt(instance, move.task, copy, d) }))
    .filter(({ demand }) => demand > 0);
  if (coming.length === 0) return;
  const staying = [...columnsOn(pairs, copy)]
    .map((column) => ({ column, demand: demandOn(draft, column, d) }))
    .filter(({ demand }) => demand > 0);
  const isShare = ({ demand }: { readonly demand: number }) => family.sharesDevice(demand);
  const whole = [...coming, ...staying].filter((one) => !isShare(one));
  const arriving = coming.filter(isShare);
  const open =
    family.y === undefined
      ? addOpenCount(draft, [...arriving, ...staying.filter(isShare)], family.devices)
      : addShares(draft, family, family.y, arriving, { loss, d });
  builder.addRow({
    upper: family.devices,
    columns: [...whole.map(({ column }) => column), ...open],
    coefficients: [...whole.map(({ demand }) => Math.ceil(demand / DEVICE)), ...open.map(() => 1)],
  });
}

interface Coming extends Move {
  readonly demand: number;
}

function addOpenCount(
  { builder, fills }: Draft,
  sharing: readonly { readonly column: number; readonly demand: number }[],
  devices: number,
): readonly number[] {
  if (sharing.length === 0) return [];
  const open = builder.addColumn({ upper: devices, integer: true, name: `open${builder.columns}` });
  builder.addRow({
    upper: 0,
    columns: [...sharing.map(({ column }) => column), open],
    coefficients: [...sharing.map(({ demand }) => demand), -DEVICE],
  });
  fills.push((point) => {
    const load = sharing.reduce((sum, { column, demand }) => sum + demand * point[column], 0);
    point[open] = Math.ceil(load / DEVICE);
  });
  return [open];
}

function addShares(
  draft: Draft,
  family: LossDevices,
  staying: readonly (readonly number[])[],
  arriving: readonly Coming[],
  { loss, d }: { readonly loss: number; readonly d: number },
): readonly number[] {
  const { builder, fills } = draft;
  const numbers = Array.from({ length: family.count }, (_, g) => g);
  const open = numbers.map((g) =>
    builder.addColumn({ upper: 1, integer: true, name: `open${builder.columns},${g}` }),
  );
  const z = arriving.map(() =>
    numbers.map((g) =>
      builder.addColumn({ upper: 1, integer: true, name: `z${builder.columns},${g}` }),
    ),
  );
  arriving.forEach(({ column }, i) => {
    builder.addRow({
      lower: 0,
      upper: 0,
      columns: [...z[i], column],
      coefficients: [...z[i].map(() => 1), -1],
    });
    draft.recoveryChoices.set(column, [
      ...(draft.recoveryChoices.get(column) ?? []),
      { d, columns: z[i] },
    ]);
  });
  const demands = family.sharing.map((x) => demandOn(draft, x, d));
  open.forEach((column, g) => {
    const on = staying.flatMap((row, p) =>
      g < row.length ? [{ column: row[g], demand: demands[p] }] : [],
    );
    const come = arriving.map(({ demand }, i) => ({ column: z[i][g], demand }));
    builder.addRow({
      upper: 0,
      columns: [...on, ...come].map((one) => one.column).concat(column),
      coefficients: [...on, ...come].map((one) => one.demand).concat(-DEVICE),
    });
  });
  fills.push((point, plan) =>
    fillShares(draft, family, { arriving, z, open, loss, d }, point, plan),
  );
  return open;
}

interface Arrivals {
  readonly arriving: readonly Coming[];
  readonly z: readonly (readonly number[])[];
  readonly open: readonly number[];
  readonly loss: number;
  readonly d: number;
}

/** Numbers the devices of what stays as the columns y do, then those that only what comes is on. */
function fillShares(
  draft: Draft,
  family: LossDevices,
  { arriving, z, open, loss, d }: Arrivals,
  point: Float64Array,
  plan: Plan,
): void {
  const numbers = new Map<number, number>();
  const numberOf = (device: number) => {
    const g = numbers.get(device) ?? numbers.size;
    numbers.set(device, g);
    if (g < open.length) point[open[g]] = 1;
    return g;
  };
  for (const x of family.sharing) {
    const device =
      point[x] === 1 ? sharedDevice(draft, plan, draft.pairs.task[x], family.copy, d) : undefined;
    if (device !== undefined) numberOf(device);
  }
  const moved = plan.recoveries?.find((recovery) => recovery.loss === loss)?.moved;
  if (moved === undefined) return;
  arriving.forEach(({ task, column }, i) => {
    const device =
      point[column] === 1 ? sharedDevice(draft, moved, task, family.copy, d) : undefined;
    if (device === undefined) return;
    const g = numberOf(device);
    if (g < z[i].length) point[z[i][g]] = 1;
  });
}
