import { headsOf } from "../../../instance/facts/heads.ts";
import { answerFor, type ByKind } from "../../../instance/objectives/objective.ts";
import { partsOf } from "../../../instance/objectives/registry.ts";
import { isCounted } from "../../../instance/priority.ts";
import type { Target } from "../../../instance/targets.ts";
import type { Instance, ObjectiveSpec, Task } from "../../../instance/types.ts";
import { CertificateRejection, refuseOthers } from "../reading.ts";

/**
 * The bound that follows from times alone, without any number of its own: a makespan is at least the head and the tail of
 * every task that must be placed; a sum counts each at its earliest end, or at its shortest runtime; what is placed is at most all that
 * can end in time. Throws Rejection. O(T R + precedences).
 */
export function criticalPathBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): bigint {
  refuseOthers(certificate, ["kind"]);
  const { tasks } = instance;
  const { head, tail, least, must } = headsOf(instance);
  const [{ objective, factor }] = target.terms;
  const counted = tasks.flatMap((task, t) => (must[t] && task.count > 0 ? [{ task, t }] : []));
  if (counted.some(({ t }) => least[t] === Infinity))
    throw new CertificateRejection("a task that must be placed has no resource");
  if (counted.some(({ t }) => !Number.isFinite(head[t] + tail[t])))
    throw new CertificateRejection(
      "a task that must be placed stands in a row with one that has no resource",
    );
  const [part, another] = target.terms.length === 1 ? partsOf(instance, objective) : [];
  if (part === undefined || another !== undefined) throw rejected(target);
  const sum = answerFor(BOUNDS, part, { instance, objective, counted });
  if (sum === undefined || factor <= 0) throw rejected(target);
  return BigInt(factor) * sum;
}

function rejected({ name }: Target): CertificateRejection {
  return new CertificateRejection(`a critical path does not bound ${name}`);
}

/** Task entries that every plan places. */
interface Counted {
  readonly instance: Instance;
  readonly objective: ObjectiveSpec;
  readonly counted: readonly { readonly task: Task; readonly t: number }[];
}

/** What each kind of part comes to at least; undefined where times say nothing of it. */
const BOUNDS: ByKind<[Counted], bigint | undefined> = {
  "last end": (_, { instance, counted }) => {
    const { head, tail } = headsOf(instance);
    return BigInt(counted.reduce((most, { t }) => Math.max(most, head[t] + tail[t]), 0));
  },
  placed: ({ gain }, of) => -mostGained(of, 1, (t) => gain(t)),
  pieces: ({ isGain, amount }, of) =>
    isGain ? -mostGained(of, of.instance.schedule?.workers, amount) : undefined,
  runtimes: ({ value }, of) => sumOf(of, (task, { least }) => value(task, least)),
  ends: ({ value }, of) => sumOf(of, (task, { end }) => value(task, end)),
  copies: () => undefined,
  transfers: () => undefined,
  utilization: () => undefined,
  whole: () => undefined,
};

/** What values that never fall come to at the earliest ends and shortest runtimes. */
function sumOf(
  { instance, objective, counted }: Counted,
  valueAt: (task: Task, earliest: { readonly end: number; readonly least: number }) => number,
): bigint {
  const { head, least } = headsOf(instance);
  let sum = 0n;
  for (const { task, t } of counted) {
    if (!isCounted(instance, objective, t)) continue;
    const value = valueAt(task, { end: head[t] + least[t], least: least[t] });
    if (!Number.isSafeInteger(value)) throw new CertificateRejection("a value passes 2^53");
    sum += BigInt(task.count) * BigInt(value);
  }
  return sum;
}

/** What all tasks that can end by their deadlines bring together, each wherever it brings most; `times` by task entry, or 1. */
function mostGained(
  { instance, objective }: Counted,
  times: ArrayLike<number> | 1 | undefined,
  gainOf: (task: number, resource: number) => number,
): bigint {
  const { tasks, resources, pairs } = instance;
  const { usable, head } = headsOf(instance);
  const R = resources.length;
  // What has begun stands where it stands, whatever its times say.
  const isOpen = (instance.earlier?.pinned.length ?? 0) === 0;
  let sum = 0n;
  for (const [t, { count, deadline = Infinity }] of tasks.entries()) {
    if (count === 0 || !isCounted(instance, objective, t)) continue;
    let most: number | undefined;
    for (let r = 0; r < R; r++) {
      if (usable[t * R + r] === 0 || resources[r].count === 0) continue;
      const { from, until = Infinity } = resources[r];
      const end = Math.max(head[t], from) + pairs.runtime[t * R + r];
      if (isOpen && end > Math.min(deadline, until)) continue;
      most = Math.max(most ?? 0, gainOf(t, r));
    }
    const pieces = times === 1 ? 1 : (times?.[t] ?? 1);
    sum += BigInt(count) * BigInt(pieces) * BigInt(most ?? 0);
  }
  return sum;
}
