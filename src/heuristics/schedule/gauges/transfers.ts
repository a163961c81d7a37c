import { linkEnds, transferCost } from "../../../instance/links.ts";
import type { Instance } from "../../../instance/types.ts";
import type { PartialSchedule } from "../partial-schedule.ts";
import type { Placement } from "../types.ts";
import type { ScheduleGauge } from "./gauge.ts";

/** What moves between the sites of linked task copies that are placed, in micro-dollars. */
export function transfers(instance: Instance): ScheduleGauge {
  const { links, transfer, taskOfCopy, taskCopyStart, resourceOfCopy } = instance;
  const ends = linkEnds(instance);
  const siteOf = ({ places }: Placement) =>
    transfer.siteOf[resourceOfCopy[places[places.length - 1].copy]];
  const paid = (
    schedule: PartialSchedule,
    copy: number,
    placement: Placement,
    leavingOnly: boolean,
  ) => {
    const entry = taskOfCopy[copy];
    const here = siteOf(placement);
    let sum = 0;
    for (const { link, other, leaves } of ends[entry]) {
      if (leavingOnly && !leaves) continue;
      const there = schedule.placed[taskCopyStart[other] + copy - taskCopyStart[entry]];
      if (there === undefined) continue;
      const [from, to] = leaves ? [here, siteOf(there)] : [siteOf(there), here];
      sum += transferCost(instance, links[link].output, from, to);
    }
    return sum;
  };
  return {
    look() {},
    value(schedule) {
      let sum = 0;
      schedule.placed.forEach((placement, copy) => {
        if (placement !== undefined) sum += paid(schedule, copy, placement, true);
      });
      return sum;
    },
    changes: (schedule, copy, placement) => paid(schedule, copy, placement, false),
    hurts: (schedule, copy, placement) => paid(schedule, copy, placement, false),
  };
}
