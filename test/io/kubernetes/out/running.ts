import type { ImportOptions } from "../../../../src/io/kubernetes/options.ts";
import { imported, pod } from "../imported.ts";
import { node } from "../manifests.ts";
import type { outbound, Placed } from "./outbound.ts";

export const RUNNING = { withRunning: true, isOptional: true };
/** Room for so many pods of 4 CPUs. */
export const room = (name: string, pods: number, spec = "") =>
  node(name, `cpu: "${4 * pods}"`, "", spec);
export const owned = (name: string, on: string, kind: string, owner: string, more = "") =>
  pod(
    name,
    `nodeName: ${on}, ${more}`,
    "phase: Running",
    `resourceVersion: "7", ownerReferences: [{ apiVersion: ${kind === "Job" ? "batch/v1" : "apps/v1"}, kind: ${kind}, name: ${owner}, uid: uid-${owner}, controller: true }]`,
  );
export const web = (name: string, on: string) => owned(name, on, "ReplicaSet", "web");
export const words = ({ moves }: ReturnType<typeof outbound>) =>
  moves.map(({ way, pods }) => `${way} ${pods.map((one) => `${one.name} ${one.from}>${one.to}`)}`);

/** Equal pods are copies of one task: who is which, the import says. */
export function placedAs(
  text: string,
  places: readonly (readonly [string, string])[],
  options: Partial<ImportOptions> = RUNNING,
): Placed[] {
  const { origin } = imported(text, options);
  return places.map(([name, node]) => {
    const [id, rows] = Object.entries(origin.tasks).find(([, all]) =>
      all.some((one) => one.name === name),
    )!;
    const k = rows.findIndex((one) => one.name === name);
    return [rows.length === 1 ? id : `${id}#${k + 1}`, node];
  });
}
