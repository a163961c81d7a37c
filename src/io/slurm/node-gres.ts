import { show } from "../../util/show.ts";
import { fault, type Spot } from "../kubernetes/objects/fields.ts";
import type { Say } from "./findings.ts";
import { type Gres, gresOf } from "./gres.ts";

/** Generic resources of a node that are left. */
export interface NodeGres {
  /** GPUs of one type, "" where it has none; `isMixed` where it has others beside them. */
  readonly gpus: { readonly type: string; readonly left: number; readonly isMixed?: boolean };
  /** Others, by name. */
  readonly others: ReadonlyMap<string, number>;
  /** What of the same is in use. */
  readonly usedGpus: number;
  readonly usedOthers: ReadonlyMap<string, number>;
  /** Some are in use. */
  readonly isUsed: boolean;
}

/** Parts of a GPU, which nobody may use beside the whole. */
const PARTS: ReadonlySet<string> = new Set(["shard", "mps"]);

/**
 * What is left of the generic resources in a list, less those in the lists (apart by ";") of what is used. A node is taken to have GPUs of one
 * type, those it has most of; a GPU counts as used if a part of it may be.
 */
export function nodeGres(spot: Spot, text: string, usedText: string, say: Say): NodeGres {
  const name = spot.object.replace(/^node /, "");
  const all = listAt(spot, "gres", text);
  const lists = usedText.split(";").map((list) => {
    // Of what is in use in terms of tres only generic resources are asked for.
    const isTres = list.includes("=");
    const kept = isTres ? list.split(",").filter((item) => item.startsWith("gres/")) : [list];
    return { isTres, used: listAt(spot, "gres_used", kept.join(",")) };
  });
  const used = (item: string, type: string) =>
    Math.max(0, ...lists.map(({ isTres, used }) => usedOf(used, isTres, item, type)));
  const types = new Map<string, number>();
  for (const gpu of all.filter((one) => one.name === "gpu")) {
    types.set(gpu.type, (types.get(gpu.type) ?? 0) + gpu.count);
  }
  const [type = "", count = 0] = [...types].sort(([, a], [, b]) => b - a)[0] ?? [];
  for (const [other, number] of types) {
    if (other === type) continue;
    say("node", name, "stricter", `its ${number} GPUs of type ${other || "none"} are not there`);
  }
  const parts = [...PARTS].reduce((sum, part) => sum + used(part, ""), 0);
  if (parts > 0)
    say("node", name, "stricter", "each part of a GPU that is in use counts as a whole one");
  const inUse = types.size > 1 ? used("gpu", type) : used("gpu", "");
  const others = new Map<string, number>();
  for (const gres of all) {
    if (gres.name === "gpu" || PARTS.has(gres.name)) continue;
    others.set(gres.name, (others.get(gres.name) ?? 0) + gres.count);
  }
  const usedOthers = new Map<string, number>();
  for (const [item, number] of others) {
    const taken = Math.min(number, used(item, ""));
    others.set(item, number - taken);
    usedOthers.set(item, taken);
  }
  const left = Math.max(0, count - inUse - parts);
  return {
    gpus: { type, left, ...(types.size > 1 && { isMixed: true }) },
    others,
    usedGpus: count - left,
    usedOthers,
    isUsed: lists.some((list) => list.used.some((one) => one.count > 0)),
  };
}

/** So many of an item are in use. Of terms of tres the total may stand beside the types. */
function usedOf(used: readonly Gres[], isTres: boolean, item: string, type: string): number {
  const of = used.filter((one) => one.name === item && (type === "" || one.type === type));
  const total = used.find((one) => one.name === item && one.type === "");
  if (isTres && total !== undefined && (type === "" || of.length === 0)) return total.count;
  return of.reduce((sum, { count }) => sum + count, 0);
}

function listAt(spot: Spot, key: string, text: string): readonly Gres[] {
  const list = gresOf(text);
  if (list !== undefined) return list;
  fault(spot, key, `expected generic resources such as gpu:a100:4, got ${show(text)}`);
  return [];
}
