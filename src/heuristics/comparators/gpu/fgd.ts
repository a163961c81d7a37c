import { buildPlan } from "../../../plan/build.ts";
import { handling } from "../../../plan/traits.ts";
import type { Heuristic } from "../../types.ts";
import { GpuHosts } from "./hosts.ts";
import { byRank, inOrder } from "./pass.ts";
import { fragmentationDescent } from "./scores.ts";

/** `fragmentationDescent` in the order of the instance: nobody waits for what comes, and nobody is moved. */
export const fgd: Heuristic = {
  name: "fgd",
  about: "one pass as FGD: where GPUs become least fragmented for the tasks of the instance",
  handles: handling("placement", "optional", "devices"),
  supports: ({ mode, dimensions, pairs }) => {
    if (mode !== "placement") return "it is for tasks that all run at once (placement)";
    if (pairs.features !== undefined) return "there are too many pairs";
    const isOne = dimensions.filter(({ devices }) => devices).length === 1;
    return isOne || "it is about GPUs: one dimension must be devices";
  },
  *plans(instance, _target, random) {
    const hosts = new GpuHosts(instance);
    const copies = [...instance.taskOfCopy.keys()];
    const isOptional = (copy: number) => instance.tasks[instance.taskOfCopy[copy]].optional;
    const order = [...copies.filter((copy) => !isOptional(copy)), ...copies.filter(isOptional)];
    const pieces = inOrder(hosts, order, byRank(hosts, fragmentationDescent(hosts), random));
    const placed = new Set(pieces.map(({ task }) => task));
    if (copies.some((copy) => !placed.has(copy) && !isOptional(copy))) return;
    yield buildPlan(instance, pieces);
  },
};
