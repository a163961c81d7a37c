import { resourceCopyId, taskCopyId } from "../../instance/ids.ts";
import type { PinnedPiece } from "../../instance/types.ts";
import { durationText, pieceName } from "../wording.ts";
import { type Audit, type Rule, siteOf } from "./rule.ts";

/** What has begun stays: each pinned piece is in the plan with its resource copy, its start and its devices, and no other is. */
export const pinned: Rule<"pinned"> = {
  name: "pinned",
  traits: [
    {
      name: "pinned",
      about: "some tasks have begun",
      kind: "forbids",
      isIn: ({ earlier }) => (earlier?.pinned.length ?? 0) > 0,
    },
  ],
  check(audit, report) {
    const { instance, plan } = audit;
    const { pinned: list = [] } = instance.earlier ?? {};
    if (list.length === 0) return;
    const wanted = new Map<number, PinnedPiece[]>();
    for (const piece of list) {
      const own = wanted.get(piece.task);
      if (own === undefined) wanted.set(piece.task, [piece]);
      else own.push(piece);
    }
    for (let k = 0; k < plan.task.length; k++) {
      const own = wanted.get(plan.task[k]);
      if (own === undefined) continue;
      const i = own.findIndex((piece) => isPiece(audit, k, piece));
      if (i >= 0) own.splice(i, 1);
      else {
        report(
          () => `${pieceName(instance, plan, k)}: is not where or when it began`,
          siteOf(instance, plan, k),
        );
      }
    }
    for (const { task, resource, start } of [...wanted.values()].flat()) {
      report(
        () => {
          const where = `${resourceCopyId(instance, resource)} at ${durationText(start)}`;
          return `${taskCopyId(instance, task)}: began on ${where} and stays as it is`;
        },
        { task, resource, ...(instance.mode !== "placement" && { time: start }) },
      );
    }
  },
};

function isPiece({ plan }: Audit, k: number, { resource, start, devices }: PinnedPiece): boolean {
  const held = plan.device.subarray(plan.deviceStart[k], plan.deviceStart[k + 1]);
  return (
    plan.resource[k] === resource &&
    plan.start[k] === start &&
    held.length === devices.length &&
    held.every((device, i) => device === devices[i])
  );
}
