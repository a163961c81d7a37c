import { provesInfeasible } from "../../bounds/registry.ts";
import { breathe } from "../clock.ts";
import { type LevelEnd, type LevelTask, stoppedEnd } from "../method.ts";
import { headRoom, type SpareInstance, spareRooms } from "./rooms.ts";
import { shadowOf } from "./shadow.ts";

/** Runs a method in every room with spares, and with ever more headroom until what it finds survives. */
export async function tryRooms(
  task: LevelTask,
  run: (shadow: LevelTask) => Promise<LevelEnd>,
): Promise<void> {
  let isEnough = false;
  for (const room of roomsOf(task)) {
    if (stoppedEnd(task) !== undefined) return;
    if (room.name === "headroom" && isEnough) return;
    if (provesInfeasible(room.instance) !== undefined) continue;
    const shadow = shadowOf(task, { part: room, name: room.name });
    await run(shadow);
    shadow.incumbent.settle();
    isEnough =
      room.name === "headroom" && shadow.incumbent.plan !== undefined && !shadow.incumbent.hasLost;
    await breathe();
  }
}

/** Shares of capacity that are kept free. */
const HEADROOMS = [0.03, 0.06, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5] as const;

export function roomsOf({ incumbent: { instance } }: LevelTask): readonly SpareInstance[] {
  return [...spareRooms(instance), ...HEADROOMS.map((share) => headRoom(instance, share))];
}
