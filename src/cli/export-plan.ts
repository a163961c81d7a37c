import type { Command } from "commander";
import { exportPlanKubernetesCommand } from "./export-plan-kubernetes.ts";
import { exportPlanRayCommand } from "./export-plan-ray.ts";
import { exportPlanSlurmCommand } from "./export-plan-slurm.ts";

/** `berth export-plan SYSTEM`: a plan as changes of the system that its instance was imported from. */
export function exportPlanCommand(program: Command): void {
  const command = program
    .command("export-plan")
    .description("write a plan as changes of the system that its instance came from");
  exportPlanKubernetesCommand(command);
  exportPlanRayCommand(command);
  exportPlanSlurmCommand(command);
}
