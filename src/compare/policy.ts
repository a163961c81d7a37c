import { contest } from "../simulate/contest.ts";
import { POLICIES } from "../simulate/policies/registry.ts";
import { UsageError } from "../util/errors.ts";
import { troubled } from "./answer.ts";
import type { Contestant } from "./types.ts";

/** Nothing strays from what is expected. */
const NONE = { shape: "lognormal", level: 0 } as const;

/**
 * An online policy as the simulator plays it, where every runtime is as expected: it sees tasks once they are released, and what happens is its
 * plan. Throws UsageError for an unknown one.
 */
export function policyContestant(name: string): Contestant {
  const policy = POLICIES.find((one) => one.name === name);
  if (policy === undefined) {
    const known = POLICIES.map((one) => one.name).join(", ");
    throw new UsageError(`There is no policy ${JSON.stringify(name)}.\nMaybe one of: ${known}.`);
  }
  return {
    name,
    async play({ instance }) {
      try {
        const setting = { instance, policies: [policy], noise: NONE, seeds: [1] };
        const { rounds } = await contest(setting);
        return { plan: rounds[0]!.measured[0]!.plan.plan };
      } catch (error) {
        if (error instanceof UsageError) return troubled("declined", error.message);
        throw error;
      }
    },
  };
}
