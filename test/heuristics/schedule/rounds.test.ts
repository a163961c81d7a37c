import { expect, test } from "vitest";
import { searchSchedule } from "../../../src/heuristics/schedule/search.ts";
import { scheduleView } from "../../../src/heuristics/schedule/view.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import { makeRandom } from "../../../src/util/random.ts";

test("steps end, whatever the number of looks of a round, also where nothing may be placed", () => {
  for (let hosts = 1; hosts <= 9; hosts++) {
    const instance = parseInstance({
      mode: "batch",
      budget: 0,
      objectives: ["throughput"],
      resources: [{ id: "r", count: hosts, capacity: { cpu: 2 }, fixed_price: 4 }],
      tasks: [{ id: "t", demand: { cpu: 1 }, runtime: "2s" }],
    });
    const [target] = targetsOf(instance);
    const weight = { numerator: 1, denominator: 1 };
    const [cost] = targetsOf(instance, [{ name: "cost", tolerance: 0, weight }], "lexicographic");
    const view = scheduleView(instance);
    if (view === undefined) throw new Error("it has a view");
    const limits = [{ target: cost, atMost: 0 }];
    let [ended, within] = [0, 0];
    for (const event of searchSchedule({ view, target, limits, isRough: true }, makeRandom(3))) {
      if (event.isWithin) within++;
      else if (event.isList !== true) ended++;
      if (ended >= 2 || within > 8) break;
    }
    expect(ended, `${hosts} hosts`).toBe(2);
  }
});
