import { methodContestant } from "../compare/methods.ts";
import type { Contestant, Subject, Trouble } from "../compare/types.ts";
import { parseInstance } from "../instance/parse.ts";
import { compareFractions, type Fraction } from "../util/fraction.ts";
import { makeRandom } from "../util/random.ts";
import { familiesOf } from "./families/registry.ts";
import { type JudgeCounts, type Judgement, makeJudge } from "./judge.ts";
import { climb } from "./search.ts";
import { renumbered, shrink } from "./shrink.ts";
import { type DocumentSize, sizeOf } from "./size.ts";
import type { HuntFamily, HuntSizes } from "./types.ts";

/** How a hunt looks. */
export interface HuntOptions extends HuntSizes {
  /** Names of families. Default: each that the contestant takes. */
  readonly families?: readonly string[];
  /** Milliseconds for all families together. Default: none. */
  readonly timeLimit?: number;
  /** Instances to look at in each family; with it equal seeds give equal finds. */
  readonly workLimit?: number;
  /** Milliseconds for one call of a module or a program. Default: 10 s. */
  readonly callLimit?: number;
  /** Units of work for the proof of one optimum. Default: 60. */
  readonly proofWork?: number;
  /** A family ends once its ratio is at least this. */
  readonly until?: Fraction;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Called with every better instance, before it is made smaller. */
  readonly onBetter?: (family: string, found: Judgement) => void;
}

/** What was found in one family. */
export interface FamilyFinds extends Readonly<JudgeCounts> {
  readonly family: string;
  /** The instance with the largest ratio, made small; absent where there was none with a ratio. */
  readonly found?: Judgement;
  readonly size?: DocumentSize;
  /** Set where the contestant does not take the family, and why. */
  readonly declined?: string;
}

/** All that a hunt came to. */
export interface Hunted {
  readonly contestant: string;
  readonly families: readonly FamilyFinds[];
}

/** The lists of textbooks by the methods that begin with them and then begin again from other orders. */
const PASSES: Readonly<Record<string, string>> = {
  lpt: "lpt-list",
  "first-fit": "first-fit-decreasing",
  "best-fit": "best-fit-decreasing",
};

/** The method to be hunted: of a list that begins again from other orders its one pass. Throws UsageError for an unknown name. */
export function huntedMethod(name: string): Contestant {
  return methodContestant(Object.hasOwn(PASSES, name) ? PASSES[name]! : name);
}

/** Of what a family may take, the part that is kept for making its find smaller. */
const FOR_SHRINKING = 0.2;

/** Units of work with which optima of small instances are proven, or are left. */
const PROOF_WORK = 60;

/** Milliseconds for one of them in a hunt that a clock ends. */
const PROOF_TIME = 1000;

const CALL_LIMIT = 10_000;

/**
 * Looks in each family for a small instance on which a contestant is far from the optimum. A ratio counts only where the optimum is
 * proven. Throws UsageError for an unknown family.
 */
export async function hunt(contestant: Contestant, options: HuntOptions = {}): Promise<Hunted> {
  const { timeLimit = Infinity, signal } = options;
  const finds: FamilyFinds[] = [];
  const families: HuntFamily[] = [];
  for (const family of familiesOf(options.families)) {
    const declined = await declines(contestant, family, options);
    if (declined === undefined) families.push(family);
    else finds.push({ family: family.name, declined, looked: 0, planless: 0, open: 0 });
  }
  const end = performance.now() + timeLimit;
  for (const [i, family] of families.entries()) {
    if (signal?.aborted === true) break;
    const left = Math.max(0, end - performance.now()) / (families.length - i);
    finds.push(await huntFamily(contestant, family, left, options));
  }
  const order = familiesOf(options.families).map(({ name }) => name);
  finds.sort((a, b) => order.indexOf(a.family) - order.indexOf(b.family));
  return { contestant: contestant.name, families: finds };
}

/** The reason for which a contestant does not take a family, on its first instance. */
async function declines(
  contestant: Contestant,
  family: HuntFamily,
  { callLimit = CALL_LIMIT, seed = 1, signal, ...sizes }: HuntOptions,
): Promise<string | undefined> {
  const { document } = family.draw(sizes, makeRandom(seed));
  const subject: Subject = { name: family.name, instance: parseInstance(document), document };
  const limits = { timeLimit: callLimit, workLimit: PROOF_WORK, seed };
  const played = await contestant.play(subject, { ...limits, ...(signal && { signal }) });
  const trouble: Trouble | undefined = played.trouble;
  return trouble?.kind === "declined" ? trouble.reason : undefined;
}

async function huntFamily(
  contestant: Contestant,
  family: HuntFamily,
  milliseconds: number,
  options: HuntOptions,
): Promise<FamilyFinds> {
  const { workLimit = Infinity, callLimit = CALL_LIMIT, proofWork = PROOF_WORK } = options;
  const { seed = 1, signal, until, onBetter, leastOptimum, tasks, resources } = options;
  const sizes = {
    ...(leastOptimum !== undefined && { leastOptimum }),
    ...(tasks !== undefined && { tasks }),
    ...(resources !== undefined && { resources }),
  };
  const judge = makeJudge(contestant, {
    ...{ timeLimit: callLimit, proofWork, seed },
    ...(workLimit === Infinity && { proofTime: PROOF_TIME }),
    ...(leastOptimum !== undefined && { leastOptimum }),
    ...(signal !== undefined && { signal }),
  });
  const began = performance.now();
  const isPast = (share: number) =>
    signal?.aborted === true ||
    judge.counts.looked >= share * workLimit ||
    performance.now() - began >= share * milliseconds;
  let isReached = false;
  const best = await climb(family, judge, makeRandom(seed), {
    sizes,
    isOver: () => isReached || isPast(1 - FOR_SHRINKING),
    onBetter(found) {
      isReached ||= until !== undefined && compareFractions(found.ratio, until) >= 0;
      onBetter?.(family.name, found);
    },
  });
  const isOptimal = best?.ratio.numerator === best?.ratio.denominator;
  if (best === undefined || isOptimal) return { family: family.name, ...judge.counts };
  const small = await shrink(best, judge, family.kept(sizes), () => isPast(1));
  const name = `${contestant.name}-${family.name}`;
  const document = { name, ...renumbered(small.subject.document as Record<string, unknown>) };
  // One that was stopped proves nothing more, and keeps the names that its tasks have.
  const found = (await judge.judge(document, small.ratio)) ?? small;
  return { family: family.name, ...judge.counts, found, size: sizeOf(found.subject.document) };
}
