/**
 * Shares out places among receivers that are alike: as many receivers as possible get all of theirs on one node, the largest first,
 * each where the least is left over; whoever is left gets what is left, from the node with most. Gives for each receiver how many on
 * each node; less than it asks for where places run out. Ties go to the first, so equal input gives equal output.
 */
export function deal<N>(
  sizes: readonly number[],
  places: ReadonlyMap<N, number>,
): readonly ReadonlyMap<N, number>[] {
  const left = new Map(places);
  const dealt = sizes.map(() => new Map<N, number>());
  const order = sizes.map((_, i) => i).sort((a, b) => sizes[b] - sizes[a] || a - b);
  const open = order.filter((i) => {
    let best: N | undefined;
    for (const [node, count] of left) {
      const isTighter = best === undefined || count < left.get(best)!;
      if (count >= sizes[i] && isTighter) best = node;
      // Of single ones none is better anywhere, and there are many.
      if (best === node && (count === sizes[i] || sizes[i] === 1)) break;
    }
    if (best === undefined) return true;
    give(i, best, sizes[i]);
    return false;
  });
  for (const i of open) {
    for (let wanted = sizes[i]; wanted > 0; ) {
      let most: N | undefined;
      for (const [node, count] of left) {
        if (most === undefined || count > left.get(most)!) most = node;
      }
      if (most === undefined) break;
      const given = Math.min(left.get(most)!, wanted);
      give(i, most, given);
      wanted -= given;
    }
  }
  return dealt;

  function give(i: number, node: N, count: number): void {
    dealt[i].set(node, count);
    if (left.get(node) === count) left.delete(node);
    else left.set(node, left.get(node)! - count);
  }
}
