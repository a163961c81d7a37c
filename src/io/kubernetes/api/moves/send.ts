import type { Again, Sent } from "../../../apply/in-order.ts";
import { evict } from "./evict.ts";
import { Denied } from "./pods.ts";
import { restart } from "./restart.ts";
import { type BodiedMove, blocked, type MoveSetting } from "./setting.ts";

/** Carries out one move to its end; a repeat goes on where it was left off. Throws ApiFault. */
export async function sendMove(one: BodiedMove, setting: MoveSetting): Promise<Sent | Again> {
  try {
    return await (one.move.way === "evict" ? evict(one, setting) : restart(one, setting));
  } catch (error) {
    if (error instanceof Denied) return blocked("failed", error.message);
    throw error;
  }
}
