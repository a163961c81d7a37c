import { taskCopyId } from "../../instance/ids.ts";
import { rulesOf } from "../../instance/schedule.ts";
import { durationText } from "../wording.ts";
import type { Rule } from "./rule.ts";

/**
 * A task that waits for another starts no earlier than the other's end and the lag after it; the other is then placed,
 * with all copies that are waited for.
 */
export const precedence: Rule<"after"> = {
  name: "precedence",
  modes: ["schedule"],
  traits: [
    {
      name: "after",
      about: "tasks wait for others",
      kind: "forbids",
      isIn: ({ schedule }) => (schedule?.precedence.length ?? 0) > 0,
    },
  ],
  check(audit, report) {
    const { instance, plan } = audit;
    const { precedence: list } = rulesOf(instance);
    if (list.length === 0) return;
    const copies = instance.taskOfCopy.length;
    const ends = audit.ends();
    // -1 stands for a copy that is not placed; a start that is none is never compared.
    const starts = new Float64Array(copies).fill(-1);
    const last = new Float64Array(copies).fill(-1);
    for (let k = 0; k < plan.task.length; k++) {
      const copy = plan.task[k];
      starts[copy] = starts[copy] === -1 ? plan.start[k] : Math.min(starts[copy], plan.start[k]);
      last[copy] = last[copy] === -1 ? ends[k] : Math.max(last[copy], ends[k]);
    }
    const { taskCopyStart } = instance;
    for (const { before, after, lag, pairwise } of list) {
      const size = taskCopyStart[before + 1] - taskCopyStart[before];
      let latest = taskCopyStart[before];
      for (let i = 0; !pairwise && i < size; i++) {
        const copy = taskCopyStart[before] + i;
        if (last[latest] !== -1 && (last[copy] === -1 || last[copy] > last[latest])) latest = copy;
      }
      for (let copy = taskCopyStart[after]; copy < taskCopyStart[after + 1]; copy++) {
        if (starts[copy] === -1) continue;
        const awaited = pairwise ? taskCopyStart[before] + copy - taskCopyStart[after] : latest;
        const name = () => taskCopyId(instance, copy);
        const other = () => taskCopyId(instance, awaited);
        if (size > 0 && last[awaited] === -1) {
          report(() => `${name()}: waits for ${other()}, which is not placed`, { task: copy });
        } else if (starts[copy] < last[awaited] + lag) {
          const more = lag === 0 ? "" : ` and ${durationText(lag)} must pass`;
          report(
            () =>
              `${name()}: starts at ${durationText(starts[copy])}, ` +
              `but ${other()} ends at ${durationText(last[awaited])}${more}`,
            {
              ...{ task: copy, time: starts[copy] },
              ...{ amount: starts[copy], limit: last[awaited] + lag, unit: "ms" },
            },
          );
        }
      }
    }
  },
};
