import { resourceCopyId, taskCopyId } from "../../instance/ids.ts";
import { piecesOfEntry, type Rule, siteOf } from "./rule.ts";

/** No two pieces of members of a separated group are on the same resource copy. */
export const separate: Rule<"separate"> = {
  name: "separate",
  traits: [
    {
      name: "separate",
      about: "groups stand apart",
      kind: "forbids",
      isIn: (instance) => instance.separate.length > 0,
    },
  ],
  check({ instance, plan }, report) {
    for (const group of instance.separate) {
      const holder = new Map<number, number>();
      for (const entry of new Set(group.tasks)) {
        const [from, to] = piecesOfEntry(instance, plan, entry);
        for (let k = from; k < to; k++) {
          const resource = plan.resource[k];
          const other = holder.get(resource);
          if (other === undefined) {
            holder.set(resource, k);
            continue;
          }
          report(
            () => {
              const pair = `${taskCopyId(instance, plan.task[other])} and ${taskCopyId(instance, plan.task[k])}`;
              return `group ${group.name}: ${pair} on ${resourceCopyId(instance, resource)}`;
            },
            siteOf(instance, plan, k),
          );
        }
      }
    }
  },
};
