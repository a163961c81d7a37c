import type { Imported, Importer } from "../import-types.ts";
import { type Project, type ProjectJob, readProject } from "./psplib-text.ts";
import { durationsIn, UNIT_SETTING } from "./time-unit.ts";

/**
 * A project as a batch: its renewable resources are the dimensions R1, R2, ... of one resource, on which all jobs run side by side, and
 * what follows a job waits for it. The dummies at both ends (no duration, no requests) are left out. Throws InstanceError
 * with lines. O(length).
 */
export function importProject(text: string, duration: (amount: number) => string): Imported {
  const project = readProject(text);
  const before = predecessorsOf(project);
  const isLeft = (number: number) => {
    const job = project.jobs[number - 1];
    return isDummy(job) && (job.successors.length === 0 || before[number - 1].length === 0);
  };
  const tasks = project.jobs.flatMap((job, i) => {
    if (isLeft(i + 1)) return [];
    const after = before[i].filter((number) => !isLeft(number)).map(idOf);
    return [
      {
        id: idOf(i + 1),
        demand: amountsOf(job.requests),
        runtime: duration(job.duration),
        ...(after.length > 0 && { after }),
      },
    ];
  });
  const left = project.jobs.length - tasks.length;
  return {
    document: {
      mode: "batch",
      objectives: ["makespan"],
      resources: [{ id: "project", capacity: amountsOf(project.capacities, true) }],
      tasks,
    },
    notes:
      left === 0
        ? []
        : [`Left out: ${left} of ${project.jobs.length} jobs, which only mark beginning and end.`],
  };
}

function predecessorsOf({ jobs }: Project): readonly (readonly number[])[] {
  const before: number[][] = jobs.map(() => []);
  for (const [i, { successors }] of jobs.entries()) {
    for (const next of successors) before[next - 1].push(i + 1);
  }
  return before;
}

function isDummy({ duration, requests }: ProjectJob): boolean {
  return duration === 0 && requests.every((amount) => amount === 0);
}

function idOf(number: number): string {
  return `j${number}`;
}

/** By the names of dimensions; zeros only where all are asked for. */
function amountsOf(amounts: readonly number[], isAll = false): Readonly<Record<string, number>> {
  const named = amounts.map((amount, r) => [`R${r + 1}`, amount] as const);
  return Object.fromEntries(isAll ? named : named.filter(([, amount]) => amount > 0));
}

/** The same from texts. */
export const psplibImporter: Importer = {
  summary: "PSPLIB: a project of one mode with renewable resources (.sm), to end early",
  inputs: { project: "a project, as PSPLIB writes it" },
  argument: "project",
  settings: UNIT_SETTING,
  read: ({ project }, { unit }) => importProject(project, durationsIn(unit)),
};
