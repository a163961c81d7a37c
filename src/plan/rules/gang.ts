import { taskCopyId } from "../../instance/ids.ts";
import { rulesOf } from "../../instance/schedule.ts";
import { durationText } from "../wording.ts";
import { piecesOfEntry, type Rule } from "./rule.ts";

/** The workers of a task copy start together, on resources of one kind and, if asked for, of one value of a label. */
export const gang: Rule<"workers"> = {
  name: "gang",
  modes: ["schedule"],
  traits: [
    {
      name: "workers",
      about: "tasks have several workers",
      kind: "shapes",
      isIn: ({ schedule }) =>
        schedule !== undefined &&
        (schedule.workers.some((count) => count > 1) || schedule.within.some((room) => room >= 0)),
    },
  ],
  check({ instance, plan }, report) {
    const { workers, within, rooms } = rulesOf(instance);
    instance.tasks.forEach((_, entry) => {
      const room = within[entry] < 0 ? undefined : rooms[within[entry]];
      if (workers[entry] < 2 && room === undefined) return;
      const [from, to] = piecesOfEntry(instance, plan, entry);
      const resourceOf = (k: number) => instance.resourceOfCopy[plan.resource[k]];
      let first = from;
      for (let k = from; k < to; k++) {
        const copy = plan.task[k];
        if (copy !== plan.task[first]) first = k;
        const name = () => taskCopyId(instance, copy);
        if (plan.start[k] > plan.start[first] || plan.start[k] < plan.start[first]) {
          const times = () => [plan.start[first], plan.start[k]].map(durationText).join(" and ");
          report(() => `${name()}: workers start at ${times()}, not together`);
        }
        const [a, b] = [resourceOf(first), resourceOf(k)];
        const [kind, other] = [instance.resources[a].kind, instance.resources[b].kind];
        if (kind !== other) report(() => `${name()}: workers on kinds ${kind} and ${other}`);
        if (room === undefined) continue;
        if (room.of[b] < 0)
          report(() => `${name()}: a worker where there is no label ${room.label}`);
        else if (room.of[a] !== room.of[b] && room.of[a] >= 0) {
          const values = () => `${room.values[room.of[a]]} and ${room.values[room.of[b]]}`;
          report(() => `${name()}: workers with ${room.label} ${values()}`);
        }
      }
    });
  },
};
