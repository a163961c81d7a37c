import type { Random } from "../../util/random.ts";
import type { GenerateOptions, Generator } from "./types.ts";

/**
 * Pipelines of 3 to 8 stages on pools of several clouds and regions, as SkyPilot plans them: each stage costs something on
 * every pool that can run it, and moves 1 to 500 GiB on, which costs $0.02/GiB to another region and $0.09/GiB to another
 * cloud. `tasks` counts stages. Every pool has room for everything.
 */
export const stages: Generator = {
  summary:
    "pipelines of 3 to 8 stages that move data between clouds, with room for all; tasks are stages",
  make: (options, random) => make(options, random, false),
};

/** The same where pools have 1.1 times the room that a random plan needs, so that cheap ones are short. */
export const stagesTight: Generator = {
  summary: "the same with little room on every pool",
  make: (options, random) => make(options, random, true),
};

interface Pool {
  readonly document: { readonly id: string; readonly labels: object };
  readonly hasGpus: boolean;
  readonly price: number;
}

const REGIONS = ["eu-west", "us-east", "us-west"];
const CLOUDS = ["aws", "gcp", "azure"];

function make({ tasks, resources }: GenerateOptions, random: Random, isTight: boolean) {
  const pools = Array.from({ length: resources }, (_, r) => makePool(r, random));
  const load = pools.map(() => 0);
  const pipelines: object[] = [];
  for (let left = tasks; left > 0; ) {
    const rest = left < 8 ? left : random.int(3, Math.min(8, left - 3));
    left -= rest;
    const parts = Array.from({ length: rest }, (_, s) => makeStage(s, pools, load, random));
    pipelines.push({ id: `job${pipelines.length + 1}`, stages: parts });
  }
  const all = load.reduce((sum, one) => sum + one, 0);
  return {
    mode: "placement" as const,
    objectives: ["cost"],
    transfer: [
      { across: "cloud", price: "0.09/GiB" },
      { across: "region", price: "0.02/GiB" },
    ],
    resources: pools.map(({ document }, r) => ({
      ...document,
      capacity: { slots: isTight ? Math.ceil(1.1 * load[r]) : all },
    })),
    tasks: pipelines,
  };
}

/** The first runs everything; of the others two in three have GPUs. */
function makePool(r: number, random: Random): Pool {
  const cloud = CLOUDS[r % CLOUDS.length];
  const region = `${cloud}-${REGIONS[random.int(0, REGIONS.length - 1)]}`;
  const hasGpus = r === 0 || random.int(0, 2) > 0;
  const type = r === 0 ? "any" : hasGpus ? "gpu" : "cpu";
  return {
    document: { id: `pool${r + 1}`, labels: { cloud, region, type } },
    hasGpus,
    price: random.int(50, 200) / 100,
  };
}

function makeStage(s: number, pools: readonly Pool[], load: number[], random: Random): object {
  const needsGpus = s > 0 && random.int(0, 1) === 0;
  const slots = random.int(1, 8);
  const work = random.int(2, 40) * slots;
  const fits = [...pools.keys()].filter((r) => r === 0 || pools[r].hasGpus === needsGpus);
  load[fits[random.int(0, fits.length - 1)]] += slots;
  const cost = pools.map(({ price }) =>
    Number(((work * price * random.int(60, 140)) / 1000).toFixed(2)),
  );
  return {
    id: `s${s + 1}`,
    demand: { slots },
    cost,
    eligible: { type: [needsGpus ? "gpu" : "cpu", "any"] },
    output: `${random.int(1, 500)}GiB`,
  };
}
