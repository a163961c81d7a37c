import type { Random } from "../../util/random.ts";
import type { PatternDecider } from "./decide.ts";
import { dive } from "./dive.ts";
import type { Pattern } from "./problem.ts";

/** Resources that are planned anew together: few are soon decided, more find more. */
const FEWEST = 3;
const MOST = 9;
const DISCREPANCIES = 1;

/**
 * Betters patterns that cover all: the longest with some others by chance, whose tasks are covered anew within less than the longest has
 * taken. Yields patterns that are better, undefined in between; goes on until its caller stops or nothing is longer than `low`.
 */
export function* regroup(
  decider: PatternDecider,
  patterns: readonly Pattern[],
  low: number,
  random: Random,
): Generator<readonly Pattern[] | undefined, void, void> {
  const { copies } = decider.problem;
  const held = [...patterns];
  // Resources that nothing is planned on may take part.
  const used = new Int32Array(copies.length);
  for (const { kind } of held) used[kind]++;
  copies.forEach((all, kind) => {
    for (let n = used[kind]; n < all; n++) held.push({ kind, classes: [], counts: [], length: 0 });
  });
  if (held.length < FEWEST) return;
  for (;;) {
    const longest = held.reduce((most, { length }) => Math.max(most, length), 0);
    if (longest <= low) return;
    const size = random.int(FEWEST, Math.min(MOST, held.length));
    const others = random.shuffle([...held.keys()].filter((i) => held[i].length < longest));
    const worst = [...held.keys()].filter((i) => held[i].length === longest);
    const group = [...worst, ...others].slice(0, Math.max(size, worst.length + 1));
    const demand = new Int32Array(decider.problem.classes);
    const free = new Int32Array(copies.length);
    for (const i of group) {
      free[held[i].kind]++;
      held[i].classes.forEach((c, k) => {
        demand[c] += held[i].counts[k];
      });
    }
    const question = { limit: longest - 1, demand, copies: free };
    const found = yield* dive(decider, question, { discrepancies: DISCREPANCIES });
    // What is known already answers some questions without a step.
    if (found === undefined) {
      yield undefined;
      continue;
    }
    const spare = [...found];
    for (const i of group) {
      const at = spare.findIndex(({ kind }) => kind === held[i].kind);
      held[i] =
        at < 0
          ? { kind: held[i].kind, classes: [], counts: [], length: 0 }
          : spare.splice(at, 1)[0];
    }
    yield held;
  }
}
