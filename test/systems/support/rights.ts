import { readFileSync } from "node:fs";
import { loadAll } from "js-yaml";
import type { ControlPlane } from "./control-plane.ts";
import { TEAM } from "./objects.ts";

const RBAC = "/apis/rbac.authorization.k8s.io/v1";

/** Gives a user the roles that the documentation says are enough. */
export async function grantDocumented(cluster: ControlPlane, user: string): Promise<void> {
  const page = readFileSync("docs/systems/kubernetes.md", "utf8");
  const block = [...page.matchAll(/^```yaml\n(apiVersion: rbac[\s\S]*?)^```$/gm)].map(
    ([, text]) => text,
  );
  // biome-ignore lint/suspicious/noExplicitAny: roles as they are written
  const roles = block.flatMap((text) => loadAll(text) as any[]);
  if (roles.length !== 2)
    throw new Error(`expected two roles in the documentation, got ${roles.length}`);
  for (const role of roles) {
    const place = role.kind === "ClusterRole" ? "" : `/namespaces/${TEAM}`;
    const plural = role.kind === "ClusterRole" ? "clusterrole" : "role";
    await cluster.create(`${RBAC}${place}/${plural}s`, role);
    await cluster.create(`${RBAC}${place}/${plural}bindings`, {
      ...{ apiVersion: role.apiVersion, kind: `${role.kind}Binding` },
      metadata: { name: role.metadata.name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: role.kind, name: role.metadata.name },
      subjects: [{ kind: "User", name: user, apiGroup: "rbac.authorization.k8s.io" }],
    });
  }
}
