import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One fleet to measure. */
export interface FleetSize {
  readonly tasks: number;
  readonly resources: number;
  readonly kinds: number;
}

/** What one fleet costs, each in a process of its own; `gap` as a fraction, absent without a plan. */
export interface FleetRow extends FleetSize {
  readonly objective: string;
  readonly parse: number;
  readonly plan: number;
  readonly write: number;
  /** Reading the plan back and verifying it. */
  readonly verify: number;
  readonly peakMiB: number;
  readonly gap?: number;
}

/** Runs `berth`'s own functions on generated fleets, one after another; seconds of wall clock. */
export function fleetScale(
  sizes: readonly FleetSize[],
  objectives: readonly string[] = ["cost", "makespan", "balance"],
  seed = 1,
  timeLimit = 15_000,
): readonly FleetRow[] {
  const folder = mkdtempSync(join(tmpdir(), "berth-fleet-"));
  try {
    return sizes.flatMap((size) =>
      objectives.map((objective) => ({
        ...size,
        objective,
        ...measure({ ...size, objective, seed, timeLimit, folder }),
      })),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measure(job: object): Omit<FleetRow, keyof FleetSize | "objective"> {
  const file = join(import.meta.dirname, "fleet-run.js");
  const { stdout, stderr, status } = spawnSync(process.execPath, [file, JSON.stringify(job)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`A fleet could not be measured: ${stderr}`);
  return JSON.parse(stdout) as Omit<FleetRow, keyof FleetSize | "objective">;
}

/** Growth in tasks, in resources and in kinds, each from the same middle. */
export async function fleet(): Promise<object> {
  const sizes = [
    { tasks: 10_000, resources: 500, kinds: 20 },
    { tasks: 100_000, resources: 5000, kinds: 5 },
    { tasks: 100_000, resources: 5000, kinds: 20 },
    { tasks: 100_000, resources: 5000, kinds: 40 },
    { tasks: 100_000, resources: 20_000, kinds: 20 },
    { tasks: 1_000_000, resources: 50_000, kinds: 20 },
  ];
  return { rows: fleetScale(sizes) };
}
