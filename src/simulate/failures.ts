import { makeRandom } from "../util/random.ts";
import { INDEPENDENT } from "./noise.ts";
import type { Downtimes } from "./types.ts";

/** Resources that fail: in given windows, or now and then for exponentially distributed times. All in ms. */
export type Failures =
  | { readonly windows: readonly FailureWindow[] }
  | { readonly between: number; readonly repair: number };

/** A resource copy is down from `from` to before `until`. */
export interface FailureWindow {
  readonly resource: number;
  readonly from: number;
  readonly until: number;
}

/** When a resource copy is down. Drawn windows depend on seed and copy alone, and come as they are asked for. */
export function downtimesOf(failures: Failures, seed: number, copy: number): Downtimes["windows"] {
  if ("between" in failures) return drawn(failures.between, failures.repair, seed, copy);
  return disjoint(
    failures.windows
      .filter(({ resource }) => resource === copy)
      .map(({ from, until }) => [from, until] as const),
  );
}

/** Windows in order, with those that touch brought together. */
function disjoint(
  windows: readonly (readonly [from: number, until: number])[],
): readonly (readonly [from: number, until: number])[] {
  const joined: [number, number][] = [];
  for (const [from, until] of [...windows].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], until);
    else if (until > from) joined.push([from, until]);
  }
  return joined;
}

function* drawn(
  between: number,
  repair: number,
  seed: number,
  copy: number,
): Generator<readonly [number, number]> {
  // A stream of its own for each copy, and none that noise draws from.
  const random = makeRandom(
    Math.imul(seed, 0x9e37_79b1) ^ Math.imul(copy + 1, 0x85eb_ca6b),
    INDEPENDENT,
  );
  const wait = (mean: number) => Math.max(1, Math.round(-mean * Math.log(1 - random.unit())));
  for (let at = 0; at < Number.MAX_SAFE_INTEGER / 4; ) {
    const from = at + wait(between);
    at = from + wait(repair);
    yield [from, at];
  }
}
