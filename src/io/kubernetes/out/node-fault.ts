import type { OutSetting } from "./setting.ts";

/** Why nodes of the plan cannot be what they were for it, by their names; undefined if they can. */
export function nodeFault(
  names: readonly string[],
  { nodes, imported }: Pick<OutSetting, "nodes" | "imported">,
): string | undefined {
  for (const name of new Set(names)) {
    const node = nodes.named(name);
    const then = imported.get(name);
    if (node === undefined) return `its node ${name} is not among the files`;
    if (then?.uid !== node.ref.uid) return `its node ${name} is another one now`;
    const hasChanged = then?.resourceVersion !== node.ref.resourceVersion;
    if (hasChanged && node.isCordoned) return `its node ${name} is cordoned now`;
    if (hasChanged && !node.isReady) return `its node ${name} is not ready now`;
  }
  return undefined;
}
