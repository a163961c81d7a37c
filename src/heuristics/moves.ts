import { linkEnds, paysTransfers, transferTable } from "../instance/links.ts";
import type { Instance } from "../instance/types.ts";

/** What linked task copies pay for moving data between them. */
export interface TransferCosts {
  /** Micro-dollars of a task copy on a resource copy to and from the copies it is linked to; `at`: where those are, or -1. */
  costOf(task: number, copy: number, at: (task: number) => number): number;
}

/** Undefined if no plan pays for transfers. A question costs O(links of the task). */
export function movesOf(instance: Instance): TransferCosts | undefined {
  if (!paysTransfers(instance)) return undefined;
  const { links, taskOfCopy, taskCopyStart, resourceOfCopy, transfer } = instance;
  const { sites, siteOf } = transfer;
  const ends = linkEnds(instance);
  const byOutput = new Map<number, Float64Array>();
  const tables = links.map(({ output }) => {
    const table = byOutput.get(output) ?? transferTable(instance, output);
    byOutput.set(output, table);
    return table;
  });
  return {
    costOf(task, copy, at) {
      const t = taskOfCopy[task];
      const own = siteOf[resourceOfCopy[copy]];
      let cost = 0;
      for (const { link, other, leaves } of ends[t]) {
        const where = at(taskCopyStart[other] + task - taskCopyStart[t]);
        if (where < 0) continue;
        const far = siteOf[resourceOfCopy[where]];
        cost += tables[link][leaves ? own * sites + far : far * sites + own];
      }
      return cost;
    },
  };
}
