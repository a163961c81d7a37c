import { type DocumentEntry, type EditedDocument, partsOf } from "../../edit/draft.ts";
import type { DocumentRequirement, Source } from "./requirement.ts";

const SAID = {
  colocate: (name: string) => `one resource for all of group "${name}" (colocate)`,
  separate: (name: string) => `no resource for two of group "${name}" (separate)`,
} as const;

/** Groups of tasks that share a resource copy, or never do. */
export function groupRequirements({ draft }: Source): readonly DocumentRequirement[] {
  return (["colocate", "separate"] as const).flatMap((key) => {
    return [...namedIn(draft, key)].map(([name, place]) => ({
      ...{ kind: key, text: SAID[key](name), place },
      relax: ({ tasks }: { readonly tasks: readonly (DocumentEntry | undefined)[] }) => {
        for (const task of tasks) {
          if (task === undefined) continue;
          for (const part of [task, ...partsOf(task)]) leave(part, key, name);
        }
      },
    }));
  });
}

/** Where each group is named first. */
function namedIn(draft: EditedDocument, key: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [i, task] of draft.tasks.entries()) {
    if (task === undefined) continue;
    for (const [stage, part] of [task, ...partsOf(task)].entries()) {
      const at = `/tasks/${i}${stage === 0 ? "" : `/stages/${stage - 1}`}/${key}`;
      for (const [k, name] of listed(part[key]).entries()) {
        if (!names.has(name)) names.set(name, Array.isArray(part[key]) ? `${at}/${k}` : at);
      }
    }
  }
  return names;
}

function leave(part: DocumentEntry, key: string, name: string): void {
  if (part[key] === undefined) return;
  const left = listed(part[key]).filter((one) => one !== name);
  if (left.length === 0) delete part[key];
  else part[key] = left;
}

function listed(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]) as readonly string[];
}
