/** So many of a generic resource, such as 4 x gpu:a100. */
export interface Gres {
  readonly name: string;
  /** "" where it has none. */
  readonly type: string;
  readonly count: number;
}

const TIMES: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/**
 * What a list such as "gpu:a100:4(S:0-1),nic" or "gres/gpu:a100=2" stands for; what is in brackets says which ones, not how many.
 * Undefined for what is none.
 * Source: man pages of gres.conf and sbatch (--gres).
 */
export function gresOf(text: string): readonly Gres[] | undefined {
  const found: Gres[] = [];
  const list = text.replaceAll(/\([^()]*\)/g, "");
  for (const item of list.split(",")) {
    if (item.trim() === "") continue;
    const [name, ...rest] = item
      .trim()
      .replace(/^gres[:/]/, "")
      .split(/[:=]/);
    const amount = /^(\d{1,12})([KMG]?)$/i.exec(rest.at(-1) ?? "");
    const types = amount === null ? rest : rest.slice(0, -1);
    if (!WORD.test(name) || types.length > 1) return undefined;
    const [type = ""] = types;
    if (type !== "" && !WORD.test(type)) return undefined;
    const count = amount === null ? 1 : Number(amount[1]) * TIMES[amount[2].toUpperCase()];
    found.push({ name, type, count });
  }
  return found;
}

const WORD = /^[A-Za-z0-9_.-]+$/;

/** A list such as "cpu=8,mem=117.19G,node=1,gres/gpu=2" by name; memory in MiB, rounded up. What is none is left out. */
export function tresOf(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const item of text.split(",")) {
    const [, name, number, unit] = /^([^=]+)=(\d+(?:\.\d+)?)([KMGTP]?)$/.exec(item.trim()) ?? [];
    if (name === undefined) continue;
    found.set(name, name === "mem" ? mebibytes(Number(number), unit) : Math.ceil(Number(number)));
  }
  return found;
}

/** Generic resources of a list that `tresOf` read: in all by name, and by "name:type" where types are told. */
export function gresTotals(tres: ReadonlyMap<string, number>): Map<string, number> {
  const found = new Map<string, number>();
  const sums = new Map<string, number>();
  for (const [key, count] of tres) {
    const [, name, type] = /^gres\/([^:]+)(:.+)?$/.exec(key) ?? [];
    if (name === undefined) continue;
    found.set(`${name}${type ?? ""}`, count);
    if (type !== undefined) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  for (const [name, sum] of sums) if (!found.has(name)) found.set(name, sum);
  return found;
}

/** MiB that a list such as "cpu=8,mem=117.19G" has at least: what is printed is rounded to its decimals. */
export function leastMemory(text: string): number {
  const [, number, decimals, unit] = /(?:^|,)mem=(\d+(\.\d+)?)([KMGTP]?)(?:,|$)/.exec(text) ?? [];
  if (number === undefined) return 0;
  const least = decimals === undefined ? Number(number) : Number(number) - 0.01;
  return Math.max(0, Math.floor(Number((least * MEBI[unit]).toPrecision(12))));
}

/** MiB of an amount of memory as Slurm writes it, rounded up; without a unit it is in MiB. */
export function mebibytes(number: number, unit: string): number {
  // Past the decimals there is only what binary fractions add.
  return Math.ceil(Number((number * MEBI[unit]).toPrecision(12)));
}

const MEBI: Readonly<Record<string, number>> = {
  K: 2 ** -10,
  M: 1,
  "": 1,
  G: 2 ** 10,
  T: 2 ** 20,
  P: 2 ** 30,
};
