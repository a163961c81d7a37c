import type { DocumentEntry } from "../edit/draft.ts";
import type { Random } from "../util/random.ts";

/** How large instances may be. */
export interface HuntSizes {
  /** Most task copies. Default: by family and resources. */
  readonly tasks?: number;
  /** Resource copies. Default: by family; families of as many hosts as needed have no use for it. */
  readonly resources?: number;
  /** Only instances whose optimum is at least this count; printed units of the objective. */
  readonly leastOptimum?: number;
}

/** An instance on the way, and how it is changed a little. */
export interface HuntCandidate {
  readonly document: DocumentEntry;
  change(random: Random): HuntCandidate;
}

/** A sort of small instances. */
export interface HuntFamily {
  readonly name: string;
  /** What stands in it, for a person: a phrase without a full stop. */
  readonly about: string;
  /** Keys of numbers that stay as they are, such as "resources.count"; see `numbersOf`. */
  kept(sizes: HuntSizes): ReadonlySet<string>;
  /** An instance to begin with. */
  draw(sizes: HuntSizes, random: Random): HuntCandidate;
}
