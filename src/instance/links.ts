import type { Link, Setting } from "./setting.ts";

/** Mebibytes in the tebibyte that prices of transfers are for. */
const TEBIBYTE = 2 ** 20;

/**
 * Micro-dollars that the output of a link costs between two sites: output x price per TiB, rounded half up. The one
 * definition of it: verifier, formulation, methods and certificates all add up these whole numbers.
 */
export function transferCost({ transfer }: Setting, output: number, from: number, to: number) {
  const product = output * (transfer.price[from * transfer.sites + to] as number);
  return Math.floor((product + TEBIBYTE / 2) / TEBIBYTE);
}

/** `transferCost` for each pair of sites, row = site that the data leave. */
export function transferTable(instance: Setting, output: number): Float64Array {
  const { sites } = instance.transfer;
  return Float64Array.from({ length: sites * sites }, (_, k) =>
    transferCost(instance, output, Math.floor(k / sites), k % sites),
  );
}

/** True if some plan may pay for a transfer. */
export function paysTransfers({ links, transfer }: Setting): boolean {
  return links.some(({ output }) => output > 0) && transfer.price.some((price) => price > 0);
}

/** A link as one of its ends sees it. */
export interface LinkEnd {
  /** Index into `Instance.links`. */
  readonly link: number;
  /** The task entry at the other end. */
  readonly other: number;
  /** True if the data come from here. */
  readonly leaves: boolean;
}

const endsOf = new WeakMap<readonly Link[], readonly (readonly LinkEnd[])[]>();

/** The links of each task entry, by entry. Worked out once for an instance. */
export function linkEnds({ links, tasks }: Setting): readonly (readonly LinkEnd[])[] {
  const known = endsOf.get(links);
  if (known !== undefined) return known;
  const ends: LinkEnd[][] = tasks.map(() => []);
  links.forEach(({ from, to }, link) => {
    ends[from]!.push({ link, other: to, leaves: true });
    ends[to]!.push({ link, other: from, leaves: false });
  });
  endsOf.set(links, ends);
  return ends;
}
