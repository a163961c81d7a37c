import { QUANTITIES, readQuantity } from "../../../util/quantities.ts";
import type { BoundPod } from "../cluster/cluster.ts";
import { fault, mapAt, textAt } from "../objects/fields.ts";
import type { Work } from "../work/types.ts";
import type { RuntimeValue } from "./runtimes.ts";

/** A pod that runs, as work of its own. */
export function workOf({ object, spec }: BoundPod): Work {
  const { deadline } = spec;
  return {
    object,
    parts: [{ name: "", pods: 1, spec }],
    isTogether: false,
    ...(deadline !== undefined && { deadline }),
  };
}

/** What is left of a runtime `now`; undefined if nothing is. Without a time nothing has passed. */
export function remaining(
  { object }: BoundPod,
  value: RuntimeValue,
  now: number | undefined,
): RuntimeValue | undefined {
  const status = mapAt(object.root, "status");
  const text = status && textAt(status, "startTime");
  if (status === undefined || text === undefined || now === undefined) return value;
  const start = Date.parse(text);
  if (Number.isNaN(start)) {
    fault(status, "startTime", `expected a time, got ${JSON.stringify(text)}`);
    return value;
  }
  const passed = Math.max(0, now - start);
  const left = (duration: string) => Number(readQuantity(QUANTITIES.duration, duration)) - passed;
  if (typeof value === "string") return left(value) > 0 ? durationOf(left(value)) : undefined;
  const cells = Object.entries(value).filter(([, cell]) => left(cell) > 0);
  return cells.length === 0
    ? undefined
    : Object.fromEntries(cells.map(([key, cell]) => [key, durationOf(left(cell))]));
}

function durationOf(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
