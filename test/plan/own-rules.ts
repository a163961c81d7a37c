import type { Instance } from "../../src/instance/types.ts";
import { RULES } from "../../src/plan/rules/registry.ts";
import { makeAudit, type Rule } from "../../src/plan/rules/rule.ts";
import { type Handles, handling, type TraitName } from "../../src/plan/traits.ts";
import type { Plan } from "../../src/plan/types.ts";

/** The rules that read keys of their own. */
const OWN = (RULES as readonly Rule[]).filter(({ fields }) => fields !== undefined);

/** What a naive check has heard of, with the rules that are asked themselves. */
export function withOwnRules({ names }: Handles): Handles {
  const own = OWN.flatMap(({ traits }) => traits.map(({ name }) => name as TraitName));
  return handling(...names, ...own);
}

/** True if the plan, whose columns are sound, keeps the rules that nobody has written down a second time: they are asked. */
export function keepsOwnRules(instance: Instance, plan: Plan, { names }: Handles): boolean {
  const audit = makeAudit(instance, plan);
  return OWN.filter(({ traits }) => traits.some(({ name }) => !names.has(name as TraitName))).every(
    ({ modes, check }) => {
      if (modes?.includes(instance.mode) === false) return true;
      let kept = true;
      check(audit, () => {
        kept = false;
      });
      return kept;
    },
  );
}
