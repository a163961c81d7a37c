import type { GapNode } from "./node.ts";
import { copyNode, rootNode, settle } from "./node.ts";
import { normalise } from "./normalise.ts";
import { makeRelaxation } from "./relaxation.ts";
import { firstPrices, raiseRoot } from "./root.ts";
import { makeSearch } from "./search.ts";
import type { GapCore, GapEvent, GapShared } from "./types.ts";

/**
 * Splits "is there an assignment of cost at most `limit`?" into parts that threads can take, after `nodes` nodes. If
 * `refutePart` refutes every part, there is none. Parts are plain data. Undefined if the core does not fit; no parts
 * if the question was decided on the way, with an assignment if the answer is yes.
 */
export function splitGap(
  given: GapCore,
  limit: number,
  nodes: number,
): { readonly parts: readonly GapNode[]; readonly assignment?: Int32Array } | undefined {
  const { core, total } = normalise(given);
  const relaxation = makeRelaxation(core);
  if (relaxation === undefined) return undefined;
  const root = rootNode(core, firstPrices(core, relaxation.scale, relaxation.highest));
  if (!settle(core, root)) return { parts: [] };
  const raised = raiseRoot(core, relaxation, root, () => limit - total + 1);
  while (raised.next().done !== true);
  const search = makeSearch(core, relaxation, root, limit - total, undefined);
  while (!search.done && search.nodes < nodes) {
    const found = search.advance();
    if (found !== undefined) return { parts: [], assignment: found.assignment };
  }
  return { parts: search.drain() };
}

/**
 * Searches one part for assignments of cost at most `limit`, and below `shared.upper()`. Yields what it finds and
 * often an empty event; when it ends by itself, the part holds nothing better than what is known.
 */
export function* refutePart(
  given: GapCore,
  part: GapNode,
  limit: number,
  shared: GapShared,
): Generator<GapEvent, void, void> {
  const { core, total } = normalise(given);
  const relaxation = makeRelaxation(core);
  if (relaxation === undefined) return;
  const search = makeSearch(core, relaxation, copyNode(part), limit - total, undefined);
  while (!search.done) {
    search.limit = Math.min(search.limit, shared.upper() - total - 1);
    const found = search.advance();
    yield found === undefined ? {} : { assignment: found.assignment, value: found.cost + total };
  }
}
