import type { Cluster } from "./cluster/cluster.ts";
import type { MadeDocument } from "./document.ts";
import { unitOf } from "./objects/amounts.ts";
import { KINDS, kindWord } from "./objects/kinds.ts";
import type { ImportOptions } from "./options.ts";
import type { PlacedUnits } from "./placed-units.ts";

/** Sentences on what was made of what. */
export function notesOf(
  cluster: Cluster,
  placed: PlacedUnits,
  made: MadeDocument,
  options: ImportOptions,
): readonly string[] {
  const { units, isBatch, runtimeOf, withoutRuntime, fixed } = placed;
  const pods = units.reduce((sum, unit) => sum + unit.pods, 0);
  const waiting = units.filter(({ home }) => home === undefined);
  const limits = units.filter((unit) => isBatch && runtimeOf(unit)?.isLimit === true);
  const unknown = units.filter((unit) => isBatch && runtimeOf(unit) === undefined);
  const missing = waiting.filter((unit) => runtimeOf(unit) === undefined);
  const nowhere = waiting.filter(({ set, shares = [{ set }] }) =>
    shares.some((share) => !share.set.bits.includes(1)),
  );
  return [
    `${count(cluster.nodes.length, "node")} became ${count(made.pools.length, "resource")}, ${count(pods, "pod")} ${count(made.entries.length, "task")}; ${count(fixed.length, "pod")} only ${fixed.length === 1 ? "takes" : "take"} room.`,
    ...(options.mode === undefined && !isBatch && missing.length > 0
      ? [
          `A placement, since ${named(missing)} ${missing.length === 1 ? "has" : "have"} no runtime (annotation berth.dev/runtime, --runtimes FILE or a limit).`,
        ]
      : []),
    ...(limits.length > 0
      ? [`The runtime of ${named(limits)} is the longest that it may run, an upper bound.`]
      : []),
    ...(unknown.length > 0
      ? [
          `The runtime of ${named(unknown)} is unknown: plan with a learned model (berth solve --runtimes model.json).`,
        ]
      : []),
    ...(withoutRuntime > 0
      ? [
          `${count(withoutRuntime, "pod")} that run without a known end keep their room all the time.`,
        ]
      : []),
    ...(isBatch && options.now === undefined && units.some(({ home }) => home !== undefined)
      ? ["What runs has its whole runtime before it: --now says how much of it has passed."]
      : []),
    ...(nowhere.length > 0 ? [`No node takes ${named(nowhere)}.`] : []),
    ...nodesNote(cluster, placed, made),
    ...roundingNote(placed, made),
    ...unreadNote(cluster),
  ];
}

function named(units: PlacedUnits["units"]): string {
  const shown = units.slice(0, 3).map(({ id }) => id);
  return `${shown.join(", ")}${units.length > 3 ? ` and ${units.length - 3} more` : ""}`;
}

function nodesNote(
  { nodes }: Cluster,
  { units }: PlacedUnits,
  { pools }: MadeDocument,
): readonly string[] {
  const closed = nodes.filter(({ isCordoned, isReady }) => isCordoned || !isReady);
  if (closed.length === 0) return [];
  const names = closed.slice(0, 3).map(({ name, isReady }) => {
    return `${name} (${isReady ? "cordoned" : "not ready"})`;
  });
  const more = closed.length > 3 ? ` and ${closed.length - 3} more` : "";
  const homes = new Set(units.map(({ home }) => home));
  const left = pools.flatMap(({ id, nodes: of }) =>
    of.flatMap((n, k) => {
      const isLeft = homes.has(n) && closed.includes(nodes[n]);
      return isLeft ? [of.length === 1 ? id : `${id}#${k + 1}`] : [];
    }),
  );
  const how = left.length === 0 ? "" : ` (berth replan --down ${left.join(",")} moves it)`;
  return [`Nothing new goes to ${names.join(", ")}${more}; what runs there stays${how}.`];
}

function roundingNote({ units }: PlacedUnits, { free }: MadeDocument): readonly string[] {
  const isOdd = ([name, amount]: readonly [string, number]) =>
    unitOf(name) === "bytes" && amount % 2 ** 20 !== 0;
  const odd = units.filter(({ spec }) => [...spec.requests].some(isOdd)).length;
  const nodes = free.filter((left) => [...left].some(isOdd)).length;
  if (odd + nodes === 0) return [];
  return [
    "Bytes are whole MiB, of pods rounded up and of nodes down: what fits in the plan fits in the cluster.",
  ];
}

/** Kinds that are not read, with how many there are. */
function unreadNote({ index }: Cluster): readonly string[] {
  const counts = new Map<string, number>();
  for (const object of index.objects) {
    const kind = kindWord(object.ref.kind, object.group);
    if (KINDS.has(kind)) continue;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const words = [...counts].map(([kind, number]) => `${number} ${kind}`);
  return [`Not read, beyond the pods that they have: ${words.join(", ")}.`];
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}
