import type { Command } from "commander";
import { applyKubernetesCommand } from "./apply-kubernetes.ts";
import { applyRayCommand } from "./apply-ray.ts";

/** `berth apply SYSTEM`: sends changes that `berth export-plan` wrote. */
export function applyCommand(program: Command): void {
  const command = program
    .command("apply")
    .description("send changes that berth export-plan wrote to their system");
  applyKubernetesCommand(command);
  applyRayCommand(command);
}
