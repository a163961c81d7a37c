import { countOf, type DocumentEntry, draftOf } from "../edit/draft.ts";
import { editedInstance } from "../edit/edited.ts";
import { type Target, targetsOf } from "../instance/targets.ts";
import type { Instance, ObjectiveSpec } from "../instance/types.ts";
import { checkCertificate } from "../plan/certificate/check.ts";
import type { Certificate } from "../plan/certificate/types.ts";
import { InstanceError } from "../util/errors.ts";
import { AXIS_KINDS } from "./axis.ts";
import { isAlike } from "./comparable.ts";
import { type Saving, savingOf } from "./saving.ts";
import { type WhatIfOptions, whatIf } from "./whatif.ts";

/** What one more copy of a resource is worth at most, in internal units of a target. */
export interface ResourceWorth {
  /** Its id in the document. */
  readonly resource: string;
  readonly most: number;
}

/** What the worth of more resources is asked of. */
export interface WorthSource {
  readonly document: unknown;
  readonly instance: Instance;
  readonly target: Target;
  /** Of the plan, internal. */
  readonly value: number;
  readonly certificate: Certificate;
  /** Instead of the instance's own. */
  readonly objectives?: readonly ObjectiveSpec[];
}

/** Resources that are asked about, and pairs up to which documents are read anew for each. */
const MOST_RESOURCES = 40;
const MOST_PAIRS = 50_000;

/**
 * What one more copy of each resource is worth at most: with it no plan is better than what the certificate of the present bound proves of that
 * larger instance, where it is checked as any certificate is (a bound from prices stays one whatever there is of what is priced; linear
 * programming duality, Gale, Kuhn, Tucker 1951). The largest worth first; without those of which the certificate says nothing. No search.
 */
export function worthOfOneMore({
  document,
  instance,
  target,
  value,
  certificate,
  objectives,
}: WorthSource): readonly ResourceWorth[] {
  const { resources, tasks } = instance;
  if (resources.length * tasks.length > MOST_PAIRS) return [];
  const entries = draftOf(document).resources.slice(0, MOST_RESOURCES);
  const found = entries.flatMap(({ id }, row): readonly ResourceWorth[] => {
    const larger = withOneMore(document, instance.name, row);
    if (larger === undefined) return [];
    const own = targetsOf(larger, objectives).find((one) => isAlike(one, target));
    if (own === undefined) return [];
    const bound = boundOn(larger, own, certificate);
    if (bound === undefined) return [];
    return [{ resource: String(id), most: Math.max(0, value - bound) }];
  });
  return found.sort((a, b) => b.most - a.most);
}

/** What a certificate of another instance proves of this one; of level prices, the largest level that they refute here. */
function boundOn(instance: Instance, target: Target, certificate: Certificate): number | undefined {
  const proven = (one: Certificate) => {
    const checked = checkCertificate(instance, target, one);
    return "rejected" in checked || checked.given !== undefined ? undefined : checked.bound;
  };
  const found = proven(certificate);
  if (found !== undefined || certificate.kind !== "level-prices") return found;
  let best: number | undefined;
  let [low, high] = [-1, certificate.refuted];
  while (high - low > 1) {
    const refuted = Math.floor((low + high) / 2);
    const bound = proven({ ...certificate, refuted });
    if (bound === undefined) high = refuted;
    else [low, best] = [refuted, bound];
  }
  return best;
}

function withOneMore(document: unknown, name: string, row: number): Instance | undefined {
  try {
    return editedInstance(document, name, [
      (draft) => {
        const entry = draft.resources[row] as DocumentEntry;
        entry.count = countOf(entry) + 1;
      },
    ]);
  } catch (error) {
    if (error instanceof InstanceError) return undefined;
    throw error;
  }
}

/** What a re-solve says of one more copy: by how much the best plan gets better, in internal units. */
export interface ConfirmedWorth extends Saving {
  readonly resource: string;
  /** True if it rests on a solver's word. */
  readonly isClaimed: boolean;
}

/** Re-solves the document as it is and with one more of each of these resources, each as a table of two rows. Throws as `whatIf` does. */
export async function confirmedWorths(
  document: unknown,
  instance: Instance,
  resources: readonly string[],
  { timeLimit = Infinity, ...options }: WhatIfOptions,
): Promise<readonly ConfirmedWorth[]> {
  const end = performance.now() + timeLimit;
  const source = { instance, draft: draftOf(document) };
  const add = AXIS_KINDS.find(({ option }) => option === "add");
  const told: ConfirmedWorth[] = [];
  for (const [i, resource] of resources.entries()) {
    const left = end - performance.now();
    if (add === undefined || left <= 0 || options.signal?.aborted === true) break;
    const axis = add.read(`${resource}=0..1`, source);
    const own = Number.isFinite(left) ? { timeLimit: left / (resources.length - i) } : {};
    const { outcomes, isMonotone } = await whatIf(document, instance, [axis], {
      ...options,
      ...own,
    });
    const [today, more] = outcomes;
    if (!isAlike(today.target, more.target)) continue;
    const isClaimed = today.isClaimed || more.isClaimed;
    told.push({ resource, isClaimed, ...savingOf(today, more, isMonotone) });
  }
  return told;
}
