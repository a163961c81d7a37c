import { taskCopyId } from "../../instance/ids.ts";
import { rulesOf } from "../../instance/schedule.ts";
import { durationText, pieceName } from "../wording.ts";
import { type Rule, siteOf } from "./rule.ts";
import { sweep } from "./sweep.ts";

/**
 * A piece on an exclusive resource, or of an exclusive task, has the resource copy to itself for all of its time. One of
 * length 0 may stand anywhere but strictly inside another that one of them keeps from sharing. O(n log n).
 */
export const exclusive: Rule<"exclusive"> = {
  name: "exclusive",
  isOfEachCopy: true,
  modes: ["schedule"],
  traits: [
    {
      name: "exclusive",
      about: "tasks or resources are exclusive",
      kind: "forbids",
      isIn: ({ schedule }) =>
        schedule !== undefined &&
        (schedule.exclusiveResource.includes(1) || schedule.exclusiveTask.includes(1)),
    },
  ],
  check(audit, report) {
    const { instance, plan, byResource } = audit;
    const { exclusiveResource, exclusiveTask } = rulesOf(instance);
    const end = audit.ends();
    const { start, piece } = byResource();
    for (let r = 0; r + 1 < start.length; r++) {
      const isAlone = (k: number) =>
        exclusiveResource[instance.resourceOfCopy[r]] === 1 ||
        exclusiveTask[instance.taskOfCopy[plan.task[k]]] === 1;
      const running = new Set<number>();
      const meet = (k: number) => {
        for (const other of running) {
          if (!isAlone(k) && !isAlone(other)) continue;
          report(
            () =>
              `${pieceName(instance, plan, k)}: starts at ${durationText(plan.start[k])}, ` +
              `but ${taskCopyId(instance, plan.task[other])} runs until ${durationText(end[other])} and they may not share`,
            siteOf(instance, plan, k),
          );
          return;
        }
      };
      sweep(plan, end, piece.subarray(start[r], start[r + 1]), {
        enter: (k) => {
          meet(k);
          running.add(k);
        },
        stand: meet,
        leave: (k) => running.delete(k),
      });
    }
  },
};
