import { linkEnds, transferTable } from "../../instance/links.ts";
import type { Instance } from "../../instance/types.ts";
import { CertificateRejection } from "./reading.ts";

/** What a piece of task entry t counts on resource entry r, and what its copy counts once. */
export interface PieceValues {
  at(t: number, r: number): number | bigint;
  perCopy(t: number): bigint;
}

/**
 * The least that all linked tasks together can add up to, each `transfer` times its micro-dollars: tree by tree, the task
 * furthest from the root first, what the tasks below it add at least to each site of a task. Nothing moves to or from an
 * optional task that is not placed. Links form a forest, so every order of the tasks of a tree gives the same, and it is
 * exact: in BigInt. O(pairs + links x sites^2). Throws Rejection if a task that must be placed has no place.
 */
export function leastOfForest(
  instance: Instance,
  usable: Uint8Array,
  values: PieceValues,
  transfer: bigint,
): bigint {
  const ends = linkEnds(instance);
  const seen = new Uint8Array(instance.tasks.length);
  const tables = new Map<number, BigInt64Array>();
  const tableOf = (output: number) => {
    const known = tables.get(output);
    if (known !== undefined) return known;
    const made = BigInt64Array.from(transferTable(instance, output), (one) => BigInt(one));
    tables.set(output, made);
    return made;
  };
  const { sites } = instance.transfer;
  let sum = 0n;
  for (let root = 0; root < ends.length; root++) {
    if (ends[root].length === 0 || seen[root] === 1) continue;
    seen[root] = 1;
    const order: { task: number; above: number; link: number; leaves: boolean }[] = [
      { task: root, above: -1, link: -1, leaves: false },
    ];
    for (let i = 0; i < order.length; i++) {
      for (const { link, other, leaves } of ends[order[i].task]) {
        if (seen[other] === 1) continue;
        seen[other] = 1;
        order.push({ task: other, above: i, link, leaves });
      }
    }
    const least = order.map(({ task }) => leastBySite(instance, usable, task, values));
    for (let i = order.length - 1; i > 0; i--) {
      const { above, link, leaves } = order[i];
      const cost = tableOf(instance.links[link].output);
      const below = least[i];
      least[above] = least[above].map((own, g) => {
        if (own === undefined) return undefined;
        const added = leastBelow(below, (h) => {
          if (g === sites || h === sites) return 0n;
          return transfer * cost[leaves ? g * sites + h : h * sites + g];
        });
        return added === undefined ? undefined : own + added;
      });
    }
    const whole = leastBelow(least[0], () => 0n);
    if (whole === undefined) {
      const { id } = instance.tasks[root];
      throw new CertificateRejection(`a task linked to "${id}" has no place, so there is no plan`);
    }
    sum += BigInt(instance.tasks[root].count) * whole;
  }
  return sum;
}

/** By site, and last for a task that is not placed; undefined where it cannot be. */
type BySite = readonly (bigint | undefined)[];

function leastBySite(
  instance: Instance,
  usable: Uint8Array,
  t: number,
  { at, perCopy }: PieceValues,
): BySite {
  const { sites, siteOf } = instance.transfer;
  const R = instance.resources.length;
  const least = new Array<number | bigint | undefined>(sites).fill(undefined);
  for (let r = 0; r < R; r++) {
    if (usable[t * R + r] === 0) continue;
    const value = at(t, r);
    const held = least[siteOf[r]];
    if (held === undefined || value < held) least[siteOf[r]] = value;
  }
  const once = perCopy(t);
  const placed = least.map((one) => (one === undefined ? undefined : BigInt(one) + once));
  return [...placed, instance.tasks[t].optional ? 0n : undefined];
}

function leastBelow(values: BySite, added: (site: number) => bigint): bigint | undefined {
  let least: bigint | undefined;
  values.forEach((value, site) => {
    if (value === undefined) return;
    const sum = value + added(site);
    if (least === undefined || sum < least) least = sum;
  });
  return least;
}
