import { taskCopyId } from "../../instance/ids.ts";
import { copiesLost, lossCount, lossName } from "../../instance/losses.ts";
import type { Instance, Robust } from "../../instance/types.ts";
import { lostPieces, piecesOf, planAfter } from "../recovery.ts";
import type { Plan, Recovery } from "../types.ts";
import { durationText, pieceName } from "../wording.ts";
import { type Audit, makeAudit, type ReportViolation, type Rule, siteOf } from "./rule.ts";
import { soundPart } from "./structure.ts";

/**
 * For every loss that takes pieces the plan carries a recovery: it moves each of them and nothing else to what is left, at
 * the same start, and the plan after it keeps every one of `rules`. Nothing is searched for: a plan without its recoveries is broken.
 * Where nothing comes to a resource copy it holds no more than in the plan itself, so that rules of each copy by itself look only
 * at the others. O(losses x pieces) where all of them take something.
 */
export function robust(rules: readonly Rule[]): Rule<"robust"> {
  return {
    name: "robust",
    traits: [
      {
        name: "robust",
        about: "plans must survive losses",
        kind: "forbids",
        isIn: (instance) => instance.robust !== undefined,
      },
    ],
    check(audit, report) {
      const { instance, plan } = audit;
      if (instance.robust === undefined) {
        if (plan.recoveries !== undefined && plan.recoveries.length > 0) {
          report(() => "the plan has recoveries, and the instance no losses");
        }
        return;
      }
      const lost = lostPieces(instance, plan);
      const recoveries = byLoss(instance, plan.recoveries ?? [], lost, report);
      lost.forEach((pieces, i) => {
        if (pieces.length === 0) return;
        const recovery = recoveries.get(i);
        if (recovery !== undefined) {
          checkRecovery({ audit, rules, robust: instance.robust as Robust }, recovery, report);
        } else report(() => `${nameOf(instance, i)}: no recovery is given`);
      });
    },
  };
}

interface Context {
  readonly audit: Audit;
  readonly robust: Robust;
  readonly rules: readonly Rule[];
}

function byLoss(
  instance: Instance,
  recoveries: readonly Recovery[],
  lost: readonly (readonly number[])[],
  report: ReportViolation,
): ReadonlyMap<number, Recovery> {
  const known = new Map<number, Recovery>();
  const losses = lossCount(instance);
  let before = -1;
  for (const [k, recovery] of recoveries.entries()) {
    const { loss } = recovery;
    if (!Number.isInteger(loss) || loss < 0 || loss >= losses) {
      report(() => `recovery ${k} is for loss ${loss}; there are ${losses}`);
      continue;
    }
    if (known.has(loss)) report(() => `${nameOf(instance, loss)}: two recoveries are given`);
    else if (loss < before) report(() => `recovery ${k} stands behind that of a later loss`);
    else if (lost[loss].length === 0) {
      report(() => `${nameOf(instance, loss)}: a recovery is given, but no task is lost`);
    }
    before = Math.max(before, loss);
    known.set(loss, recovery);
  }
  return known;
}

function checkRecovery(
  { audit, robust, rules }: Context,
  { loss, moved }: Recovery,
  report: ReportViolation,
): void {
  const { instance, plan } = audit;
  const name = nameOf(instance, loss);
  let faults = 0;
  const tell: ReportViolation = (message, site) => {
    faults++;
    report(() => `${name}: ${message()}`, site);
  };
  if (moved === undefined) {
    tell(() => "the recovery moves nothing");
    return;
  }
  const sound = soundPart(instance, moved, tell);
  if (sound === undefined || faults > 0) return;
  const copies = copiesLost(robust, loss);
  checkCounts(instance, plan, copies, sound, tell);
  const isLost = new Set(copies);
  for (let k = 0; k < sound.task.length; k++) {
    if (isLost.has(sound.resource[k]))
      tell(() => `${pieceName(instance, sound, k)} is lost as well`, siteOf(instance, sound, k));
  }
  if (faults > 0) return;
  const whole = makeAudit(instance, planAfter(plan, copies, sound));
  const beside = piecesOf(plan, standingOn(audit, sound.resource));
  const changed = makeAudit(instance, planAfter(beside, copies, sound));
  for (const { name: rule, modes, isOfEachCopy, check } of rules) {
    if (modes?.includes(instance.mode) === false) continue;
    const then: ReportViolation = (message, site) => tell(() => `then ${rule}: ${message()}`, site);
    check(isOfEachCopy ? changed : whole, then);
  }
}

/** The pieces of the plan on some resource copies, ascending. */
function standingOn({ byResource }: Audit, copies: Int32Array): Int32Array {
  const { start, piece } = byResource();
  const held = [...new Set(copies)].map((copy) => piece.subarray(start[copy], start[copy + 1]));
  return Int32Array.from(held.flatMap((pieces) => [...pieces])).sort();
}

/** Each lost piece is moved once, whole as it was, and over time at its start. */
function checkCounts(
  instance: Instance,
  plan: Plan,
  copies: Int32Array,
  moved: Plan,
  tell: ReportViolation,
): void {
  const isLost = new Set(copies);
  const pieces = new Map<number, number[]>();
  for (let k = 0; k < plan.task.length; k++) {
    if (!isLost.has(plan.resource[k])) continue;
    pieces.set(plan.task[k], [...(pieces.get(plan.task[k]) ?? []), k]);
  }
  for (let k = 0; k < moved.task.length; k++) {
    const left = pieces.get(moved.task[k]) ?? [];
    const alike = left.filter((one) => plan.share[one] === moved.share[k]);
    if (alike.length === 0) {
      tell(
        () => `${taskCopyId(instance, moved.task[k])} is moved and was not lost`,
        siteOf(instance, moved, k),
      );
      continue;
    }
    const found = alike.find((one) => plan.start[one] === moved.start[k]) ?? alike[0];
    left.splice(left.indexOf(found), 1);
    if (plan.start[found] === moved.start[k]) continue;
    tell(
      () => {
        const [before, after] = [plan.start[found], moved.start[k]].map(durationText);
        return `${taskCopyId(instance, moved.task[k])} is moved to ${after}, and what moves keeps its start, ${before}`;
      },
      siteOf(instance, moved, k),
    );
  }
  for (const [task, left] of pieces) {
    if (left.length > 0)
      tell(() => `${taskCopyId(instance, task)} is lost and not moved`, { task });
  }
}

function nameOf(instance: Instance, loss: number): string {
  const { robust } = instance;
  if (robust === undefined) return "";
  return `without ${lossName(instance, robust, loss)}`;
}
