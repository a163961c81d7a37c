import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import type { Random } from "../../src/util/random.ts";

/** Three to five tasks with times and costs that pull apart, and two objectives with tolerances. */
export function randomPair(random: Random): Instance {
  const resources = ["a", "b", "c"].slice(0, random.int(2, 3));
  const table = (unit: string) =>
    Object.fromEntries(resources.map((id) => [id, `${random.int(0, 9)}${unit}`]));
  const tolerance = () => ["0%", "20%", "100%"][random.int(0, 2)];
  const names = random.shuffle(["completion-time", "makespan", "cost"]).slice(0, random.int(2, 3));
  return parseInstance({
    mode: "placement",
    objectives: names.map((objective) => ({ objective, tolerance: tolerance() })),
    resources: resources.map((id) => ({ id, capacity: { cpu: random.int(2, 6) } })),
    tasks: Array.from({ length: random.int(3, 5) }, (_, i) => ({
      id: `t${i}`,
      demand: { cpu: random.int(0, 2) },
      cost: table(""),
      runtime: table("h"),
    })),
  });
}
