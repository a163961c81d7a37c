import type { Draft } from "./draft.ts";

/** The pieces on one resource copy: pair column and millionths. */
export type Held = readonly { readonly x: number; readonly share: number }[];

/** Millionths by pair column, gathered by resource copy; columns ascend. */
export function piecesByResource(
  { pairs }: Draft,
  shares: ReadonlyMap<number, number>,
): Map<number, { x: number; share: number }[]> {
  const held = new Map<number, { x: number; share: number }[]>();
  for (const [x, share] of shares) {
    if (share === 0) continue;
    const resource = pairs.resource[x];
    const items = held.get(resource);
    if (items === undefined) held.set(resource, [{ x, share }]);
    else items.push({ x, share });
  }
  return held;
}
