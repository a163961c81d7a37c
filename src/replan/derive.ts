import type { Earlier, Instance, ObjectiveSpec, PinnedPiece, Task } from "../instance/types.ts";
import { usablePairs } from "../instance/usable.ts";
import { handling, unheard } from "../plan/traits.ts";
import { UsageError } from "../util/errors.ts";
import { splitEntries } from "./split.ts";
import type { EarlierPiece, Past, Situation } from "./types.ts";

/** What is cut and pinned rightly; see `splitEntries` for what depends on entries. */
const REPLANNED = handling(
  "placement",
  "sequence",
  "schedule",
  "optional",
  "divisible",
  "replicas",
  "across",
  "colocate",
  "separate",
  "devices",
  "exclusive",
  "setup",
  "budget",
  "release",
  "deadline",
  "available",
  "maintenance",
  "after",
  "workers",
  "limits",
  "robust",
);

/** Beyond this many pairs of entries tables would fill the memory. */
const MOST_PAIRS = 20_000_000;

/**
 * The instance whose plans are the plans that may replace the earlier one: what has begun is pinned, everything else starts at
 * `now` or later and not on what is down, and migrations are counted where they are worth something. Copies keep their numbers, so its plans
 * are plans of the instance itself. What must be told apart (pinned copies, copies that are down, where migrations count also
 * those with a place in the earlier plan) becomes an entry of its own, nothing else. Requires no plain sequence (see `asSchedule`).
 * Throws UsageError for what cannot be replanned.
 */
export function replannedInstance(situation: Situation, past: Past): Instance {
  const { instance, migrations } = situation;
  refuseUnfit(situation);
  const pinned = pinnedPieces(past);
  const settled = migrations === "ignore" ? [] : settledCopies(instance, past);
  const cut = splitEntries(instance, cutsOf(situation, past, pinned, settled));
  if (cut.tasks.length * cut.resources.length > MOST_PAIRS) {
    throw new UsageError(
      `Told apart, tasks and resources make ${(cut.tasks.length * cut.resources.length).toLocaleString("en")} pairs.\n` +
        "Maybe use --migrations ignore, which tells fewer of them apart.",
    );
  }
  const earlier: Earlier = {
    pinned,
    ...(migrations !== "ignore" && { migrates: migrationTable(cut, past, settled) }),
  };
  return Object.freeze({
    ...cut,
    tasks: timedTasks(cut, situation.now, pinned),
    pairs: Object.freeze({ ...cut.pairs, eligible: eligibleNow(cut, situation, pinned) }),
    earlier: Object.freeze(earlier),
    objectives: Object.freeze(objectivesOf(situation)),
  });
}

function refuseUnfit({ instance, now, migrations }: Situation): void {
  const { mode, pairs, tasks } = instance;
  if (pairs.features !== undefined) {
    throw new UsageError(
      "An instance with too many pairs of tasks and resources for tables is not replanned.\n" +
        "Maybe write equal entries as one with a count.",
    );
  }
  const unknown = unheard([REPLANNED], { instance });
  if (unknown !== undefined) {
    throw new UsageError(`A plan is not replanned where ${unknown}.`);
  }
  if (mode === "placement" && now > 0) {
    throw new UsageError("In placement all tasks run at once, so --now means nothing there.");
  }
  const t = migrations === "ignore" ? -1 : tasks.findIndex(({ divisible }) => divisible);
  if (t >= 0) {
    throw new UsageError(
      `Migrations of divisible tasks such as "${tasks[t].id}" are not counted.\nMaybe use --migrations ignore.`,
    );
  }
}

function pinnedPieces({ fate, pieces }: Past): readonly PinnedPiece[] {
  return pieces.flatMap((own, copy) =>
    fate[copy] === "ended" || fate[copy] === "running"
      ? [...own]
          .sort((a, b) => a.resource - b.resource)
          .map(({ task, resource, start, devices }) => ({ task, resource, start, devices }))
      : [],
  );
}

/** Task copies that may stay on the resource copies that they had: moving them is a choice. */
function settledCopies(instance: Instance, { fate, pieces }: Past): readonly number[] {
  const usable = usablePairs(instance);
  const { taskOfCopy, resourceOfCopy, resources } = instance;
  const isPossible = ({ task, resource }: EarlierPiece) =>
    usable[taskOfCopy[task] * resources.length + resourceOfCopy[resource]] === 1;
  return [...pieces.keys()].filter(
    (copy) => fate[copy] === "waiting" && pieces[copy].every(isPossible),
  );
}

function cutsOf(
  { instance, down }: Situation,
  { pieces }: Past,
  pinned: readonly PinnedPiece[],
  settled: readonly number[],
): { readonly tasks: Set<number>; readonly resources: Set<number> } {
  const tasks = new Set<number>();
  const resources = new Set<number>();
  const alone = (cuts: Set<number>, copy: number) => cuts.add(copy).add(copy + 1);
  for (const { task, resource } of pinned) {
    alone(tasks, task);
    alone(resources, resource);
  }
  for (let copy = 1; copy < instance.resourceOfCopy.length; copy++) {
    if (down.has(copy) !== down.has(copy - 1)) resources.add(copy);
  }
  let before = "";
  let next = 0;
  for (const copy of settled) {
    for (const { resource } of pieces[copy]) alone(resources, resource);
    const places = placesOf(pieces[copy]);
    // Neighbours with the same places in the earlier plan need not be told apart.
    if (copy !== next || places !== before) tasks.add(next).add(copy);
    [before, next] = [places, copy + 1];
  }
  tasks.add(next);
  return { tasks, resources };
}

function placesOf(pieces: readonly EarlierPiece[]): string {
  return [...new Set(pieces.map(({ resource }) => resource))].sort((a, b) => a - b).join(" ");
}

/** Pinned tasks have one start and one end; the others start at `now` or later. A window that what began breaks is left for the verifier. */
function timedTasks(
  { tasks, taskCopyStart, resourceOfCopy, resources, pairs, mode }: Instance,
  now: number,
  pinned: readonly PinnedPiece[],
): readonly Task[] {
  const byCopy = new Map<number, readonly PinnedPiece[]>();
  for (const piece of pinned) byCopy.set(piece.task, [...(byCopy.get(piece.task) ?? []), piece]);
  return Object.freeze(
    tasks.map((task, t) => {
      const own = task.count === 1 ? byCopy.get(taskCopyStart[t]) : undefined;
      if (own === undefined) {
        return mode === "placement" ? task : { ...task, release: Math.max(task.release, now) };
      }
      const ends = own.map(
        ({ resource, start }) =>
          start + pairs.runtime[t * resources.length + resourceOfCopy[resource]],
      );
      return {
        ...task,
        optional: false,
        release: Math.max(task.release, own[0].start),
        deadline: Math.min(task.deadline ?? Number.POSITIVE_INFINITY, Math.max(...ends)),
      };
    }),
  );
}

/** What is pinned runs where it began and nowhere else; where a resource copy is down nothing else runs. */
function eligibleNow(
  { pairs, tasks, resources, taskOfCopy, resourceOfCopy, resourceCopyStart }: Instance,
  { down }: Situation,
  pinned: readonly PinnedPiece[],
): Uint8Array {
  const R = resources.length;
  const eligible = pairs.eligible.slice();
  const began = new Set<number>();
  const places = new Set<number>();
  for (const { task, resource } of pinned) {
    began.add(taskOfCopy[task]);
    places.add(taskOfCopy[task] * R + resourceOfCopy[resource]);
  }
  resources.forEach((_, r) => {
    const isDown = down.has(resourceCopyStart[r]);
    tasks.forEach((_, t) => {
      if ((isDown || began.has(t)) && !places.has(t * R + r)) eligible[t * R + r] = 0;
    });
  });
  return eligible;
}

function migrationTable(
  { tasks, resources, taskOfCopy, resourceOfCopy }: Instance,
  { pieces }: Past,
  settled: readonly number[],
): Uint8Array {
  const R = resources.length;
  const migrates = new Uint8Array(tasks.length * R);
  for (const copy of settled) {
    const t = taskOfCopy[copy];
    migrates.fill(1, t * R, (t + 1) * R);
    for (const { resource } of pieces[copy]) migrates[t * R + resourceOfCopy[resource]] = 0;
  }
  return migrates;
}

const PLAIN = { tolerance: 0, weight: { numerator: 1, denominator: 1 } } as const;

function objectivesOf({ instance, migrations, objectives }: Situation): readonly ObjectiveSpec[] {
  const list = objectives ?? instance.objectives;
  if (migrations === "ignore") return list;
  const level: ObjectiveSpec = { ...PLAIN, name: "migrations" };
  if ("level" in migrations)
    return migrations.level === "first" ? [level, ...list] : [...list, level];
  if (!list.some(({ name }) => name === "cost")) {
    throw new UsageError(
      "A price of migrations is a part of the cost, and cost is no objective here.\n" +
        'Maybe add --objective "makespan,cost", or use --migrations last.',
    );
  }
  return list.map((spec) =>
    spec.name === "cost" ? { ...spec, migrationPrice: migrations.price } : spec,
  );
}
