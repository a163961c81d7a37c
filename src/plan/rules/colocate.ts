import { resourceCopyId, taskCopyId } from "../../instance/ids.ts";
import { piecesOfEntry, type Rule, siteOf } from "./rule.ts";

/** All placed members of a colocated group are on one resource copy. */
export const colocate: Rule<"colocate"> = {
  name: "colocate",
  traits: [
    {
      name: "colocate",
      about: "groups share a resource",
      kind: "forbids",
      isIn: (instance) => instance.colocate.length > 0,
    },
  ],
  check({ instance, plan }, report) {
    for (const group of instance.colocate) {
      let first = -1;
      for (const entry of group.tasks) {
        const [from, to] = piecesOfEntry(instance, plan, entry);
        for (let k = from; k < to; k++) {
          if (first === -1) first = k;
          if (plan.resource[k] === plan.resource[first]) continue;
          const anchor = first;
          report(
            () => {
              const place = (i: number) =>
                `${taskCopyId(instance, plan.task[i])} on ${resourceCopyId(instance, plan.resource[i])}`;
              return `group ${group.name}: ${place(k)}, but ${place(anchor)}`;
            },
            siteOf(instance, plan, k),
          );
        }
      }
    }
  },
};
