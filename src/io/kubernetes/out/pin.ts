import type { RawMap } from "../objects/fields.ts";
import type { ClusterNode } from "../objects/node.ts";
import { HOST, type NodeIndex } from "./nodes.ts";
import type { PodsByNode } from "./placed.ts";

/** What a template says of where its pods go. */
export interface Pin {
  /** What is to be added to its nodeSelector. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** How far that is from the plan; absent if it is exactly the plan. */
  readonly looser?: string;
}

/**
 * The nodeSelector that keeps pods of one template as near to their nodes as one can: on one node by its name, on several by the one
 * label that they share and that leaves the fewest other nodes.
 */
export function pinOf(places: PodsByNode, nodes: NodeIndex, selector: RawMap = {}): Pin {
  const planned = [...places.keys()].flatMap((name) => nodes.named(name) ?? []);
  const host = planned.length === 1 ? planned[0].labels.get(HOST) : undefined;
  if (host !== undefined && nodes.hosting(host) !== undefined) {
    return { nodeSelector: selector[HOST] === host ? {} : { [HOST]: host } };
  }
  const open = nodes.all.filter(({ labels }) =>
    Object.entries(selector).every(([key, value]) => labels.get(key) === value),
  );
  const shared = sharedLabel(planned, open);
  const left = shared === undefined ? open : open.filter((node) => has(node, shared));
  return {
    nodeSelector: shared === undefined ? {} : Object.fromEntries([shared]),
    looser: wordsOf(places, planned, left, shared),
  };
}

type Label = readonly [key: string, value: string];

const has = ({ labels }: ClusterNode, [key, value]: Label) => labels.get(key) === value;

/** The label of all planned nodes that the fewest of the open ones have; undefined if none leaves fewer. */
function sharedLabel(
  planned: readonly ClusterNode[],
  open: readonly ClusterNode[],
): Label | undefined {
  let best: Label | undefined;
  let fewest = open.length;
  const labels = [...(planned[0]?.labels ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const label of labels) {
    if (label[0] === HOST || !planned.every((node) => has(node, label))) continue;
    const count = open.filter((node) => has(node, label)).length;
    if (count < fewest) [best, fewest] = [label, count];
  }
  return best;
}

/** Most nodes that a sentence names. */
const MOST_NAMED = 6;

function wordsOf(
  places: PodsByNode,
  planned: readonly ClusterNode[],
  left: readonly ClusterNode[],
  shared: Label | undefined,
): string {
  const named = [...places].slice(0, MOST_NAMED).map(([name, pods]) => `${pods} to ${name}`);
  const more = places.size > MOST_NAMED ? ` and ${places.size - MOST_NAMED} more nodes` : "";
  const why =
    planned.length === 1
      ? `that node has no label ${HOST} of its own`
      : "a template cannot say which pod goes where";
  const how = shared === undefined ? "" : `${shared.join("=")} keeps them on `;
  const which =
    left.length === planned.length
      ? `${how}these nodes, how many on each is left to the scheduler`
      : `${how}${shared === undefined ? "they may go to any of " : ""}${left.length} nodes that it selects`;
  const isOne = [...places.values()].reduce((sum, pods) => sum + pods, 0) === 1;
  return `${isOne ? "its pod goes" : "its pods go"} ${named.join(", ")}${more}; ${why}: ${which}`;
}
