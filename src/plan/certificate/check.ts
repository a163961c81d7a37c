import { INSTANCE, TARGET } from "../../instance/arguments.ts";
import { type Target, withoutMigrations } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { requireArgument } from "../../util/arguments.ts";
import type { BoxTree } from "../../util/box-tree.ts";
import { type Handles, relaxing, unheard } from "../traits.ts";
import { assignmentPricesBound } from "./assignment-prices.ts";
import { capacityPricesBound } from "./capacity-prices.ts";
import { configurationPricesBound } from "./configuration-prices.ts";
import { levelPricesBound } from "./level-prices.ts";
import { loadPricesBound } from "./load-prices.ts";
import { makespanSearchBound } from "./makespan-search.ts";
import { busyPricesBound } from "./over-time/busy-prices.ts";
import { clauseLogBound } from "./over-time/clause-log/check.ts";
import { criticalPathBound } from "./over-time/critical-path.ts";
import { energyPricesBound } from "./over-time/energy-prices.ts";
import { latePricesBound } from "./over-time/late-prices.ts";
import { rentPricesBound } from "./over-time/rent-prices.ts";
import { reachableSumsBound } from "./reachable-sums.ts";
import { readBoxTree } from "./read-box-tree.ts";
import { CertificateRejection, readMap, refuseOthers } from "./reading.ts";
import { searchBound } from "./search.ts";
import { sumBound } from "./sum.ts";
import type { GivenLimit } from "./types.ts";

/**
 * What a certificate proves: no plan, or none within the `given` limits of other objectives, has a smaller internal
 * value; or why it proves nothing.
 */
export type Checked =
  | { readonly bound: number; readonly given?: readonly GivenLimit[] }
  | { readonly rejected: string };

/**
 * Recomputes the bound that a certificate proves on a target's internal value over all plans of the instance,
 * in exact integers, without any solver and without the methods that found it. The certificate is untrusted: any
 * value gives a bound that holds or a reason why it is rejected, never an exception. Rules that only forbid plans are
 * relaxed where a kind of certificate does not know them, so its bound holds with them too; what changes the plans
 * themselves a kind must know.
 * Throws UsageError where the instance or the target is none.
 * Cost O(task entries x resource entries) for prices, knapsack tables for assignment prices.
 */
export function checkCertificate(
  instance: Instance,
  target: Target,
  certificate: unknown,
): Checked {
  requireArgument("checkCertificate", INSTANCE, instance);
  requireArgument("checkCertificate", TARGET, target);
  try {
    const { kind } = readMap(certificate, "the certificate");
    const spoken = instance.mode === "schedule" ? withoutMigrations(target) : target;
    if (kind === "sum") return sumOfParts(instance, spoken, certificate as Fields);
    if (kind === "formulation") {
      return { rejected: "it is a proof over a program, which is no part of this check" };
    }
    const known = typeof kind === "string" ? KINDS.get(kind) : undefined;
    if (known === undefined) return { rejected: `there is no kind of certificate ${show(kind)}` };
    const unknown = unheard(known.handles, { instance, target });
    if (unknown !== undefined) return { rejected: `its formulas do not know that ${unknown}` };
    return known.check(instance, spoken, certificate as Fields);
  } catch (error) {
    if (error instanceof CertificateRejection) return { rejected: error.message };
    throw error;
  }
}

type Fields = Readonly<Record<string, unknown>>;
type Check = (instance: Instance, target: Target, certificate: Fields) => Checked;

/** A part that is a sum itself, or holds only within limits, is no part. */
function sumOfParts(instance: Instance, target: Target, certificate: Fields): Checked {
  const sum = sumBound(target.terms, certificate, (terms, part) => {
    if (readMap(part, "the certificate of a part").kind === "sum") {
      throw new CertificateRejection("a part is a sum itself");
    }
    const checked = checkCertificate(instance, { ...target, terms }, part);
    if ("rejected" in checked) throw new CertificateRejection(checked.rejected);
    if (checked.given !== undefined)
      throw new CertificateRejection("a part holds within limits only");
    return BigInt(checked.bound);
  });
  return exactNumber(sum);
}

/** What prices of capacity and the like have heard of, and searches over whole tasks; rules that only forbid weaken them at most. */
const PRICES = [
  relaxing("placement", "sequence", "optional", "divisible", "replicas", "transfers"),
] as const;
const SEARCHES = [relaxing("placement", "sequence", "transfers")] as const;
const OVER_TIME = [relaxing("schedule", "optional", "workers", "transfers")] as const;

/** How a kind of certificate is checked, and what its formulas have heard of. */
interface Kind {
  readonly handles: readonly Handles[];
  readonly check: Check;
}

/** By the `kind` of the certificate. */
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  [
    "capacity-prices",
    {
      handles: [...PRICES, relaxing("placement", "sequence", "many-pairs", "transfers")],
      check: (...input) => within(capacityPricesBound(...input), roundedUp),
    },
  ],
  [
    "assignment-prices",
    { handles: PRICES, check: (...given) => roundedUp(assignmentPricesBound(...given)) },
  ],
  [
    "configuration-prices",
    {
      handles: [relaxing("placement", "optional", "divisible", "replicas", "transfers")],
      check: (...given) => roundedUp(configurationPricesBound(...given)),
    },
  ],
  [
    "makespan-search",
    {
      handles: SEARCHES,
      check: (...input) => within(makespanSearchBound(...input), ({ value }) => exactNumber(value)),
    },
  ],
  [
    "reachable-sums",
    { handles: SEARCHES, check: (...given) => exactNumber(reachableSumsBound(...given)) },
  ],
  [
    "search",
    {
      handles: [relaxing("placement", "sequence", "optional", "transfers")],
      check: (...input) => within(searchBound(...input), ({ value }) => exactNumber(value)),
    },
  ],
  [
    "load-prices",
    {
      handles: [...PRICES, ...OVER_TIME],
      check: (...given) => exactNumber(loadPricesBound(...given).value),
    },
  ],
  [
    "level-prices",
    {
      handles: PRICES,
      check: (...input) => within(levelPricesBound(...input), ({ value }) => exactNumber(value)),
    },
  ],
  [
    "critical-path",
    { handles: OVER_TIME, check: (...given) => exactNumber(criticalPathBound(...given)) },
  ],
  [
    "energy-prices",
    { handles: OVER_TIME, check: (...given) => exactNumber(energyPricesBound(...given)) },
  ],
  [
    "busy-prices",
    { handles: OVER_TIME, check: (...given) => exactNumber(busyPricesBound(...given)) },
  ],
  [
    "late-prices",
    { handles: OVER_TIME, check: (...given) => exactNumber(latePricesBound(...given)) },
  ],
  [
    "rent-prices",
    { handles: OVER_TIME, check: (...given) => exactNumber(rentPricesBound(...given)) },
  ],
  [
    "clause-log",
    { handles: OVER_TIME, check: (...given) => exactNumber(clauseLogBound(...given)) },
  ],
]);

/** The bound with the limits under which it holds, if there are any. */
function within<P extends { readonly given: readonly GivenLimit[] }>(
  proven: P,
  boundOf: (proven: P) => Checked,
): Checked {
  const checked = boundOf(proven);
  return "rejected" in checked || proven.given.length === 0
    ? checked
    : { ...checked, given: proven.given };
}

/** Internal values are whole numbers, so the least that is no less than the fraction is a bound too. */
function roundedUp({
  numerator,
  denominator,
}: {
  readonly numerator: bigint;
  readonly denominator: bigint;
}): Checked {
  const quotient = numerator / denominator;
  const isAbove = numerator > 0n && quotient * denominator !== numerator;
  return exactNumber(isAbove ? quotient + 1n : quotient);
}

function exactNumber(value: bigint): Checked {
  const bound = Number(value);
  return Number.isSafeInteger(bound) ? { bound } : { rejected: "the bound is too large" };
}

/** The tree of a proof over a program of this size, or why it is none. Untrusted like every certificate. */
export function readFormulationProof(
  certificate: unknown,
  size: { readonly columns: number; readonly rows: number },
): { readonly tree: BoxTree } | { readonly rejected: string } {
  try {
    const map = readMap(certificate, "the certificate");
    refuseOthers(map, ["kind", "columns", "rows", "tree"]);
    if (map.kind !== "formulation") throw new CertificateRejection("it is no proof over a program");
    if (map.columns !== size.columns || map.rows !== size.rows) {
      throw new CertificateRejection("it is a proof over a program of another size");
    }
    return { tree: readBoxTree(map.tree, size.columns, size.rows) };
  } catch (error) {
    if (error instanceof CertificateRejection) return { rejected: error.message };
    throw error;
  }
}

function show(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : typeof value;
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
