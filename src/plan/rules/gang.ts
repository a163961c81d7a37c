import { taskCopyId } from "../../instance/ids.ts";
import { rulesOf } from "../../instance/schedule.ts";
import { durationText } from "../wording.ts";
import { piecesOfEntry, type Rule, siteOf } from "./rule.ts";

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
        (schedule.workers.some((count) => count > 1) ||
          schedule.within.some((label) => label >= 0)),
    },
  ],
  check({ instance, plan }, report) {
    const { workers, within, topology } = rulesOf(instance);
    instance.tasks.forEach((_, entry) => {
      const domains = within[entry] < 0 ? undefined : topology[within[entry]];
      if (workers[entry] < 2 && domains === undefined) return;
      const [from, to] = piecesOfEntry(instance, plan, entry);
      const resourceOf = (k: number) => instance.resourceOfCopy[plan.resource[k]];
      let first = from;
      for (let k = from; k < to; k++) {
        const copy = plan.task[k];
        if (copy !== plan.task[first]) first = k;
        const name = () => taskCopyId(instance, copy);
        if (plan.start[k] > plan.start[first] || plan.start[k] < plan.start[first]) {
          const times = () => [plan.start[first], plan.start[k]].map(durationText).join(" and ");
          report(
            () => `${name()}: workers start at ${times()}, not together`,
            siteOf(instance, plan, k),
          );
        }
        const [a, b] = [resourceOf(first), resourceOf(k)];
        const [kind, other] = [instance.resources[a].kind, instance.resources[b].kind];
        const site = siteOf(instance, plan, k);
        if (kind !== other) report(() => `${name()}: workers on kinds ${kind} and ${other}`, site);
        if (domains === undefined) continue;
        if (domains.of[b] < 0)
          report(() => `${name()}: a worker where there is no label ${domains.label}`, site);
        else if (domains.of[a] !== domains.of[b] && domains.of[a] >= 0) {
          const values = () =>
            `${domains.values[domains.of[a]]} and ${domains.values[domains.of[b]]}`;
          report(() => `${name()}: workers with ${domains.label} ${values()}`, site);
        }
      }
    });
  },
};
