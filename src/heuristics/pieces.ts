import { DEVICE } from "../instance/types.ts";
import type { Piece } from "../plan/build.ts";
import type { DeviceBoard } from "./device-board.ts";

import type { Timeline } from "./timeline.ts";
import type { PlacementView } from "./view.ts";

/** The pieces of a state with their starts and devices. `boards` is by dimension. */
export function* piecesOf(
  state: PlacementView,
  timeline: Timeline | undefined,
  boards: readonly (DeviceBoard | undefined)[],
): Generator<Piece, void, void> {
  const { dimensions } = state.instance;
  const deviceDimensions = [...dimensions.keys()].filter((d) => dimensions[d].devices);
  for (let copy = 0; copy < state.onCopy.length; copy++) {
    if (state.onCopy[copy].length === 0) continue;
    const starts = timeline?.starts(copy);
    const next = dimensions.map(() => 0);
    for (const [i, task] of state.onCopy[copy].entries()) {
      yield {
        task,
        resource: copy,
        share: state.shareOf(task, copy),
        start: starts?.[i] ?? 0,
        ...(deviceDimensions.length > 0 && {
          devices: devicesOf(state, task, copy, deviceDimensions, boards, next),
        }),
      };
    }
  }
}

/** Dimension after dimension; `next` is the first free device of each where no board keeps account. */
function devicesOf(
  state: PlacementView,
  task: number,
  copy: number,
  deviceDimensions: readonly number[],
  boards: readonly (DeviceBoard | undefined)[],
  next: number[],
): number[] {
  const { mode, resources, resourceOfCopy } = state.instance;
  const { capacity } = resources[resourceOfCopy[copy]];
  const devices: number[] = [];
  let offset = 0;
  for (const d of deviceDimensions) {
    const board = boards[d];
    if (board !== undefined) {
      for (const device of board.devicesOf(copy, task)) devices.push(offset + device);
    } else {
      // In batch mode each piece has the whole resource; else nobody shares, and devices go in turn.
      const first = mode === "batch" ? 0 : next[d];
      const count = Math.ceil(state.demand(task, copy, d) / DEVICE);
      for (let i = 0; i < count; i++) devices.push(offset + first + i);
      next[d] = first + count;
    }
    offset += capacity[d] / DEVICE;
  }
  return devices;
}
