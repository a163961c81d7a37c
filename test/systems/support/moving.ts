import { join } from "node:path";
import { expect } from "vitest";
import { berth } from "../../support/berth.ts";
import { MERGE } from "./api.ts";
import type { ControlPlane } from "./control-plane.ts";
import { TEAM } from "./objects.ts";
import { until } from "./processes.ts";
import { still } from "./still.ts";

const PODS = `/api/v1/namespaces/${TEAM}/pods`;

/** A pod that has not ended. */
export interface Running {
  readonly uid: string;
  readonly node: string;
}

/**
 * What tests of moves do with a cluster, as a user: `nameOf` says under which name the pods of an object are kept together, `lists` what must
 * be still before a plan is made.
 */
export function movingIn(
  cluster: () => ControlPlane,
  user: "admin" | "planner",
  lists: readonly string[],
  nameOf: (metadata: Loose) => string = ofOwner,
) {
  const at = (name: string) => join(cluster().folder, name);
  const access = () => ["--kubeconfig", cluster().kubeconfig(user)];
  return {
    at,
    access,
    running,
    settled,
    async cordon(name: string, unschedulable = true): Promise<void> {
      await cluster().ask("PATCH", `/api/v1/nodes/${name}`, { spec: { unschedulable } }, MERGE);
    },
    /** Imports what runs, plans what is to leave a node, and exports the moves; gives what the export told. */
    async replanned(name: string, down: string): Promise<string> {
      const imported = await berth([
        ...["import", "kubernetes", "--mode", "placement", "--optional"],
        ...["-o", at(`${name}.yaml`), "--earlier", at(`${name}-now.json`), ...access()],
      ]);
      expect(imported.status, imported.stderr).toBe(0);
      const from = [at(`${name}.yaml`), "--from", at(`${name}-now.json`), "--down", down];
      const made = await berth(["replan", ...from, "-q", "-o", at(`${name}.json`)]);
      expect(made.status, made.stderr).toBe(0);
      const exported = await berth([
        ...["export-plan", "kubernetes", at(`${name}.yaml`), at(`${name}.json`)],
        ...["-o", at(`${name}-changes`), ...access()],
      ]);
      return `${exported.stdout}${exported.stderr}`;
    },
    applyArgs: (name: string, ...flags: readonly string[]) => {
      return ["apply", "kubernetes", at(`${name}-changes`), ...access(), ...flags];
    },
  };

  /** Pods that have not ended: by name their uids and nodes, in the order of the nodes. */
  async function running(): Promise<Map<string, Running[]>> {
    const { body } = await cluster().ask("GET", PODS);
    const found = new Map<string, Running[]>();
    for (const { metadata, spec, status } of body.items) {
      if (status.phase === "Succeeded" || status.phase === "Failed") continue;
      const name = nameOf(metadata);
      const own = [...(found.get(name) ?? []), { uid: metadata.uid, node: spec.nodeName ?? "" }];
      found.set(
        name,
        own.sort((a, b) => (a.node < b.node ? -1 : 1)),
      );
    }
    return found;
  }

  async function settled(pods: number): Promise<void> {
    await until("all pods run", async () => {
      const { items } = (await cluster().ask("GET", PODS)).body;
      return items.length === pods && items.every(isRunning);
    });
    await still(cluster().ask, [PODS, "/api/v1/nodes", ...lists]);
  }
}

// biome-ignore lint/suspicious/noExplicitAny: metadata as the API has it
type Loose = any;

function ofOwner({ name, ownerReferences = [{ name }] }: Loose): string {
  return ownerReferences[0].name;
}

/** Whether a pod of the API runs. */
export function isRunning({ status }: { readonly status: { readonly phase: string } }): boolean {
  return status.phase === "Running";
}
