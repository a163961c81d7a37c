import type { Score } from "../../src/learn/evaluate.ts";

/** What the bench of learning measures; shares are fractions, times seconds. */
export interface LearnResults {
  readonly bench: "learn";
  readonly node: string;
  readonly cores: number;
  /** Digest of the program that was measured; absent where none was told. */
  readonly program?: string;
  /** Absent where the published throughputs are not there. */
  readonly gavel?: {
    readonly scores: readonly Score[];
    readonly regrets: readonly {
      readonly learner: string;
      readonly mean: number;
      readonly most: number;
    }[];
    readonly hidden: number;
    readonly cells: number;
  };
  readonly policy: PolicyResults;
  readonly speed: {
    readonly rows: number;
    readonly features: number;
    readonly trainSeconds: number;
    readonly cells: number;
    readonly predictSeconds: number;
  };
}

export interface PolicyResults {
  /** Instances that policies were trained on, and those of them whose plans were proven optimal. */
  readonly offered: number;
  readonly learnedFrom: number;
  readonly instances: number;
  readonly methods: readonly MethodResult[];
  /** Mean gap of auto after a few seconds, alone and started from the policy. */
  readonly warmStart: {
    readonly instances: number;
    readonly seconds: number;
    readonly alone: number;
    readonly started: number;
  };
}

/** One method over all held-out instances; gaps are to the bound of the method `learned`, which has a certificate. */
export interface MethodResult {
  readonly name: string;
  readonly meanGap: number;
  readonly worstGap: number;
  readonly meanSeconds: number;
  /** Of runs that were stopped by the clock before they reached the gap of `learned`. */
  readonly stopped?: number;
}
