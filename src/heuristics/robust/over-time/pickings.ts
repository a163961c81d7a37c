/** So many items of the groups, whose items are alike: how many of each group is all that differs. */
export function* pickings(
  groups: readonly (readonly number[])[],
  wanted: number,
  from = 0,
): Generator<readonly number[], void, void> {
  if (wanted === 0) {
    yield [];
    return;
  }
  const group = groups[from];
  if (group === undefined) return;
  for (let many = Math.min(wanted, group.length); many >= 0; many--) {
    for (const rest of pickings(groups, wanted - many, from + 1)) {
      yield [...group.slice(0, many), ...rest];
    }
  }
}
