import { documentCandidate } from "../edits.ts";
import type { HuntFamily } from "../types.ts";
import { tasksOf } from "./documents.ts";

/** A method that does not look at prices is as far off as they are apart, so they stay as drawn. */
const PRICES: ReadonlySet<string> = new Set(["resources.fixed_price"]);

/** Cost of hosts of two sizes and prices. */
export const hosts: HuntFamily = {
  name: "hosts",
  about: "cost of hosts of two sizes and prices, for tasks in two dimensions",
  kept: () => PRICES,
  draw(sizes, random) {
    const tasks = sizes.tasks ?? 8;
    const count = random.int(2, Math.min(tasks, 6));
    const host = (id: string, most: number) => ({
      id,
      count: 3,
      capacity: { cpu: random.int(4, most), gpu: random.int(4, most) },
      fixed_price: random.int(1, 9),
    });
    const document = {
      mode: "placement",
      objectives: ["cost"],
      resources: [host("small", 8), host("large", 16)],
      tasks: tasksOf(count, () => ({ demand: { cpu: random.int(1, 6), gpu: random.int(1, 6) } })),
    };
    return documentCandidate(document, { tasks, kept: new Set(["resources.count", ...PRICES]) });
  },
};
