import { join } from "node:path";
import { expect } from "vitest";
import { berth } from "../../support/berth.ts";
import type { ControlPlane } from "./control-plane.ts";
import { TEAM } from "./objects.ts";
import { until } from "./processes.ts";

/**
 * Exports the plan of `NAME.yaml` and applies what is due, round by round, until nothing is left to send and every pod has a node:
 * those of one template that go to several nodes are held by gates first.
 */
export async function carryOut(
  cluster: ControlPlane,
  name: string,
  user: "admin" | "planner",
  when: readonly string[],
): Promise<void> {
  const at = (file: string) => join(cluster.folder, file);
  const access = ["--kubeconfig", cluster.kubeconfig(user)];
  const files = [at(`${name}.yaml`), at(`${name}.json`), "--gates", ...access];
  let round = 0;
  let told = "";
  await until(
    "all is carried out",
    async () => {
      const folder = at(`${name}-round-${++round}`);
      const made = await berth(["export-plan", "kubernetes", ...files, "-o", folder]);
      expect(made.status, made.stderr).toBe(0);
      const ran = await berth(["apply", "kubernetes", folder, "--yes", ...when, ...access]);
      told = `${made.stderr}${ran.stdout}`;
      expect(ran.status, ran.stdout).toBe(0);
      const { body } = await cluster.ask("GET", `/api/v1/namespaces/${TEAM}/pods`);
      const isPlaced = ({ spec }: { spec: { nodeName?: string } }) => spec.nodeName !== undefined;
      return !/^(applied|later): /m.test(ran.stdout) && body.items.every(isPlaced);
    },
    90,
    () => told,
  );
}
