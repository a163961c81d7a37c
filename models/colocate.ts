import type { Group } from "../src/instance/types.ts";
import type { Draft } from "./draft.ts";
import { columnsByResource, membersOf } from "./groups.ts";
import { pairColumn } from "./pairs.ts";

/**
 * Colocate: all placed members of a group stand on one resource copy. If some member m is mandatory it
 * leads: x[t,r] = x[m,r] for every other mandatory member t and x[t,r] <= x[m,r] for an optional one
 * (0 where m cannot be on r). Without a mandatory member a home is chosen: x[t,r] <= home[r],
 * sum over r of home[r] <= 1, home binary.
 */
export function addColocateRows(draft: Draft): void {
  for (const group of draft.instance.colocate) {
    const members = membersOf(draft, group);
    if (members.length < 2) continue;
    const leader = members.find((t) => !isOptional(draft, t));
    if (leader === undefined) addHomeRows(draft, group);
    else for (const t of members) if (t !== leader) addFollowRows(draft, t, leader);
  }
}

function addFollowRows(draft: Draft, follower: number, leader: number): void {
  const { pairs, builder } = draft;
  const strict = !isOptional(draft, follower);
  for (let x = pairs.taskStart[follower]; x < pairs.taskStart[follower + 1]; x++) {
    const lead = pairColumn(pairs, leader, pairs.resource[x]);
    builder.addRow({
      ...(strict && { lower: 0 }),
      upper: 0,
      columns: lead === undefined ? [x] : [x, lead],
      coefficients: lead === undefined ? [1] : [1, -1],
    });
  }
  if (!strict) return;
  for (let lead = pairs.taskStart[leader]; lead < pairs.taskStart[leader + 1]; lead++) {
    if (pairColumn(pairs, follower, pairs.resource[lead]) !== undefined) continue;
    builder.addRow({ upper: 0, columns: [lead], coefficients: [1] });
  }
}

function addHomeRows(draft: Draft, group: Group): void {
  const { builder, fills } = draft;
  const homes: number[] = [];
  for (const [resource, columns] of columnsByResource(draft, group)) {
    const home = builder.addColumn({
      upper: 1,
      integer: true,
      name: `home[${group.name},${resource}]`,
    });
    homes.push(home);
    for (const x of columns) {
      builder.addRow({ upper: 0, columns: [x, home], coefficients: [1, -1] });
    }
    fills.push((point) => {
      point[home] = columns.some((x) => point[x] > 0) ? 1 : 0;
    });
  }
  builder.addRow({ upper: 1, columns: homes, coefficients: homes.map(() => 1) });
}

function isOptional({ instance }: Draft, task: number): boolean {
  return instance.tasks[instance.taskOfCopy[task]].optional;
}
