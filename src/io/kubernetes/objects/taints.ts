import { mapsAt, type Spot, textAt } from "./fields.ts";

/** What keeps pods off a node. */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** What lets a pod onto a node all the same. An empty key with Exists is any; without an effect it is for all of them. */
export interface Toleration {
  readonly key: string;
  readonly operator: string;
  readonly value: string;
  readonly effect: string;
}

/** Taints of nodes that take no new pods and of those that are not ready, as the control plane gives them. */
export const CORDONED = "node.kubernetes.io/unschedulable";
export const NOT_READY = "node.kubernetes.io/not-ready";

export function taintsAt(spot: Spot, key: string): readonly Taint[] {
  return mapsAt(spot, key).map((taint) => ({
    key: textAt(taint, "key") ?? "",
    value: textAt(taint, "value") ?? "",
    effect: textAt(taint, "effect") ?? "",
  }));
}

export function tolerationsAt(spot: Spot, key: string): readonly Toleration[] {
  return mapsAt(spot, key).map((toleration) => ({
    key: textAt(toleration, "key") ?? "",
    operator: textAt(toleration, "operator") ?? "Equal",
    value: textAt(toleration, "value") ?? "",
    effect: textAt(toleration, "effect") ?? "",
  }));
}

/** Whether no taint with one of the effects keeps a pod off. */
export function toleratesAll(
  tolerations: readonly Toleration[],
  taints: readonly Taint[],
  effects: readonly string[] = ["NoSchedule", "NoExecute"],
): boolean {
  return taints.every(
    (taint) => !effects.includes(taint.effect) || tolerations.some((one) => tolerates(one, taint)),
  );
}

function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect !== "" && effect !== taint.effect) return false;
  if (key === "" ? operator !== "Exists" : key !== taint.key) return false;
  const test = COMPARE[operator];
  return test?.(value, taint.value) ?? false;
}

const COMPARE: Readonly<Record<string, (asked: string, taint: string) => boolean>> = {
  Exists: () => true,
  Equal: (asked, taint) => asked === taint,
  "": (asked, taint) => asked === taint,
  Gt: (asked, taint) => isNumber(asked, taint) && BigInt(taint) > BigInt(asked),
  Lt: (asked, taint) => isNumber(asked, taint) && BigInt(taint) < BigInt(asked),
};

function isNumber(...texts: readonly string[]): boolean {
  return texts.every((text) => /^[+-]?\d{1,18}$/.test(text));
}
