/** States of a node that takes work, now or once there is room. */
const BASE: ReadonlySet<string> = new Set(["IDLE", "MIXED", "ALLOCATED", "ALLOC", "MIX"]);

/** What may stand beside such a state of a node that takes work. */
const BESIDE: ReadonlySet<string> = new Set([
  "BACKFILL",
  "CLOUD",
  "COMPLETING",
  "DYNAMIC_NORM",
  "DYNAMIC_FUTURE",
  "MAN_POWER_UP",
  "PLANNED",
  "POWERED_DOWN",
  "POWERING_UP",
  "POWER_UP",
  "REBOOT_CANCELED",
  "RESUME",
  "UNDRAIN",
]);

/**
 * Why nothing new may go to a node in such states, which releases write in small or capital letters, apart by "+" or one by one.
 * Undefined if it takes work; a state that nobody knows takes none.
 */
export function whyClosed(states: readonly string[]): string | undefined {
  const words = states
    .flatMap((state) => state.toUpperCase().split("+"))
    .map((word) => word.replace(/[^A-Z_]+$/, ""))
    .filter((word) => word !== "");
  const strange = words.filter((word) => !BASE.has(word) && !BESIDE.has(word));
  if (strange.length > 0) return `it is ${strange.join("+").toLowerCase().slice(0, 60)}`;
  return words.some((word) => BASE.has(word)) ? undefined : "its state is not known";
}
