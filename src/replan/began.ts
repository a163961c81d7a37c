import { resourceCopyId, taskCopyId } from "../instance/ids.ts";
import type { Instance, PinnedPiece } from "../instance/types.ts";
import { buildPlan } from "../plan/build.ts";
import type { Plan, Violation } from "../plan/types.ts";
import { verify } from "../plan/verify.ts";
import { durationText } from "../plan/wording.ts";
import { UsageError } from "../util/errors.ts";

/** Rules told before the others are counted, and pairs tried for one that cannot be. */
const MOST_TOLD = 10;
const MOST_PAIRS = 10_000;

/** The pinned pieces of a replanned instance as a plan. */
export function begunPlan(instance: Instance): Plan {
  return buildPlan(instance, instance.earlier?.pinned ?? []);
}

/** The instance in which only what has begun must be planned. */
export function withoutDuties(instance: Instance): Instance {
  const begun = new Set(instance.earlier?.pinned.map(({ task }) => instance.taskOfCopy[task]));
  return {
    ...instance,
    tasks: instance.tasks.map((task, t) => (begun.has(t) ? task : { ...task, optional: true })),
  };
}

/**
 * Throws UsageError if what has begun breaks rules by itself, so that no plan could hold it: with runtimes that have changed, two
 * pieces may claim the same devices, or a task that runs may end behind its deadline. Names what is at odds.
 */
export function refuseImpossiblePast(instance: Instance): void {
  const checked = verify(withoutDuties(instance), begunPlan(instance));
  if (checked.ok) return;
  const late = lateRuns(instance);
  if (late.length > 0) {
    throw new UsageError(
      [
        "No plan keeps the deadline of what runs already:",
        ...told(late),
        "Maybe give it a later deadline with --changed, or leave it out there: it is cancelled then.",
      ].join("\n"),
    );
  }
  const pair = clashingPair(instance);
  const wrong = pair === undefined ? checked.violations.map(line) : [pair];
  throw new UsageError(
    [
      "What has begun cannot have gone as the earlier plan and the instance say:",
      ...told(wrong),
      "Maybe write into the plan file when and where it really began (start_ms, resource), or give the real runtimes and deadlines with --changed.",
    ].join("\n"),
  );
}

function told(lines: readonly string[]): readonly string[] {
  const more = lines.length > MOST_TOLD ? [`  and ${lines.length - MOST_TOLD} more`] : [];
  return [...lines.slice(0, MOST_TOLD), ...more];
}

/** Task copies that run and end behind their deadline. */
function lateRuns(instance: Instance): readonly string[] {
  const seen = new Set<number>();
  return (instance.earlier?.pinned ?? []).flatMap((piece) => {
    const { deadline } = instance.tasks[instance.taskOfCopy[piece.task]!]!;
    const end = endOf(instance, piece);
    if (deadline === undefined || end <= deadline || seen.has(piece.task)) return [];
    seen.add(piece.task);
    const [at, due] = [end, deadline].map(durationText);
    return [`  ${taskCopyId(instance, piece.task)} runs until ${at}, and its deadline is ${due}`];
  });
}

function line({ rule, message }: Violation): string {
  return `  ${rule}: ${message}`;
}

/** Two task copies that cannot both have run as they did, though each of them alone can. */
function clashingPair(instance: Instance): string | undefined {
  const pinned = instance.earlier?.pinned ?? [];
  const bare = { ...instance, tasks: instance.tasks.map((task) => ({ ...task, optional: true })) };
  const { earlier: _, ...free } = bare;
  const holds = (pieces: readonly PinnedPiece[]) =>
    verify({ ...free, schedule: withoutWaits(free) } as Instance, buildPlan(instance, pieces)).ok;
  const copies = [...new Set(pinned.map(({ task }) => task))];
  const of = (task: number) => pinned.filter((piece) => piece.task === task);
  let tries = 0;
  for (const [i, a] of copies.entries()) {
    const first = of(a);
    if (!holds(first)) continue;
    for (const b of copies.slice(i + 1)) {
      const second = of(b);
      const shared = first.find((one) => second.some((two) => meet(instance, one, two)));
      if (shared === undefined) continue;
      if (++tries > MOST_PAIRS) return undefined;
      if (holds([...first, ...second]) || !holds(second)) continue;
      const other = second.find((two) => meet(instance, shared, two)) ?? second[0];
      const where = resourceCopyId(instance, shared.resource);
      return `  ${spanText(instance, shared)} and ${spanText(instance, other)} do not fit together on ${where}`;
    }
  }
  return undefined;
}

function withoutWaits({ schedule }: Pick<Instance, "schedule">): Instance["schedule"] {
  return schedule === undefined ? undefined : { ...schedule, precedence: [] };
}

function meet(instance: Instance, a: PinnedPiece, b: PinnedPiece): boolean {
  return (
    a.resource === b.resource && a.start <= endOf(instance, b) && b.start <= endOf(instance, a)
  );
}

function spanText(instance: Instance, piece: PinnedPiece): string {
  const span = `${durationText(piece.start)} to ${durationText(endOf(instance, piece))}`;
  return `${taskCopyId(instance, piece.task)} (${span})`;
}

function endOf(
  { pairs, resources, taskOfCopy, resourceOfCopy }: Instance,
  piece: PinnedPiece,
): number {
  const pair = taskOfCopy[piece.task] * resources.length + resourceOfCopy[piece.resource];
  return piece.start + pairs.runtime[pair];
}
