import type { Instance } from "./types.ts";

/**
 * Which tasks must share one resource copy: by task entry, the lowest entry that colocate groups tie it to,
 * directly or through others; the entry itself where none does. Cost O(tasks + group members).
 */
export function bundleOf(instance: Instance): Int32Array {
  const root = Int32Array.from(instance.tasks.keys());
  const find = (task: number): number => {
    let top = task;
    while (root[top] !== top) top = root[top];
    root[task] = top;
    return top;
  };
  for (const group of instance.colocate) {
    for (const task of group.tasks) {
      const a = find(group.tasks[0]);
      const b = find(task);
      root[Math.max(a, b)] = Math.min(a, b);
    }
  }
  return root.map((_, task) => find(task));
}
