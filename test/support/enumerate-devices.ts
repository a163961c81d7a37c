import { DEVICE, type Instance } from "../../src/instance/types.ts";
import type { Piece } from "../../src/plan/build.ts";

/**
 * The pieces of a schedule with some lawful choice of devices, found by trying every choice but those that only rename
 * devices with the same users; undefined if there is none. What is pinned keeps its own.
 */
export function devicesFor(instance: Instance, pieces: readonly Piece[]): Piece[] | undefined {
  if (!instance.dimensions.some(({ devices }) => devices)) return [...pieces];
  const result = pieces.map((piece) => ({ ...piece, devices: [] as readonly number[] }));
  for (const place of new Set(pieces.map(({ resource }) => resource))) {
    const here = result.filter(({ resource }) => resource === place);
    const pinned = [...(instance.earlier?.pinned ?? [])].filter((one) => one.resource === place);
    const fixed = new Map(
      here.flatMap((piece) => {
        const i = pinned.findIndex(({ task }) => task === piece.task);
        return i < 0 ? [] : [[piece, pinned.splice(i, 1)[0].devices] as const];
      }),
    );
    // Devices are alike only as long as what names them is dealt out first.
    const held = [...fixed.keys(), ...here.filter((piece) => !fixed.has(piece))];
    const r = instance.resourceOfCopy[place];
    let first = 0;
    for (const [d, { devices }] of instance.dimensions.entries()) {
      if (!devices) continue;
      const count = instance.resources[r].capacity[d] / DEVICE;
      const users = held.map((piece) => ({
        ...userOf(instance, piece, d),
        fixed: fixed
          .get(piece)
          ?.map((device) => device - first)
          .filter((g) => g >= 0 && g < count),
      }));
      const found = fill(users, count, []);
      if (found === undefined) return undefined;
      held.forEach((piece, i) => {
        piece.devices = [...piece.devices, ...found[i].map((g) => g + first)];
      });
      first += count;
    }
  }
  return result;
}

interface User {
  readonly start: number;
  readonly end: number;
  readonly demand: number;
  readonly fixed?: readonly number[] | undefined;
}

function userOf(instance: Instance, { task, resource, start = 0 }: Piece, d: number): User {
  const t = instance.taskOfCopy[task];
  const r = instance.resourceOfCopy[resource];
  const { perPair, values } = instance.demand[d];
  const pair = t * instance.resources.length + r;
  return { start, end: start + instance.pairs.runtime[pair], demand: values[perPair ? pair : t] };
}

/** Devices for each user in turn by plain backtracking. */
function fill(
  users: readonly User[],
  count: number,
  chosen: readonly (readonly number[])[],
): (readonly number[])[] | undefined {
  const user = users[chosen.length];
  if (user === undefined) return [...chosen];
  const isFree = (g: number) => {
    const others = users.filter((_, i) => chosen[i]?.includes(g));
    const at = [user, ...others].map(({ start }) => start);
    return at.every((time) => {
      const running = [user, ...others].filter(({ start, end }) => start <= time && time < end);
      return running.reduce((sum, { demand }) => sum + Math.min(DEVICE, demand), 0) <= DEVICE;
    });
  };
  const free = [...Array(count).keys()].filter(isFree);
  const names = free.map((g) => chosen.map((list) => Number(list.includes(g))).join(""));
  if (user.fixed !== undefined) {
    const isLawful = user.fixed.every((g) => free.includes(g));
    return isLawful ? fill(users, count, [...chosen, user.fixed]) : undefined;
  }
  for (const set of subsets(free.length, Math.ceil(user.demand / DEVICE))) {
    // Of devices with the same users, the first ones.
    const skips = set.some((i) =>
      names.some((name, j) => j < i && name === names[i] && !set.includes(j)),
    );
    if (skips) continue;
    const found = fill(users, count, [...chosen, set.map((i) => free[i])]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function subsets(items: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  const list: number[][] = [];
  for (let i = from; i < items; i++) {
    for (const rest of subsets(items, size - 1, i + 1)) list.push([i, ...rest]);
  }
  return list;
}
