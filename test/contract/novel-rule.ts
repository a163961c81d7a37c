import type { Instance } from "../../src/instance/types.ts";
import type { Rule } from "../../src/plan/rules/rule.ts";

/*
 * A rule that the verifier knows and nobody else has heard of: no two tasks that are `alone` on one resource copy. Tasks that are
 * "shaped" stand for a rule that changes what plans are.
 */

/** By task entry: whether it is alone. */
export const aloneIn = ({ asked }: Instance) => asked?.novel as readonly boolean[] | undefined;

/** The rule. */
export const novel: Rule = {
  name: "novel",
  traits: [
    {
      name: "novel",
      about: "tasks are alone",
      kind: "forbids",
      isIn: (instance) => aloneIn(instance) !== undefined,
    },
    {
      name: "shaping",
      about: "tasks are shaped",
      kind: "shapes",
      isIn: ({ tasks }) => tasks.some(({ id }) => id.startsWith("shaped")),
    },
  ],
  fields: {
    document: {
      apart: {
        type: "array",
        description: "Names of rows that are looked at alone",
        examples: [["r0"], []],
      },
    },
    tasks: {
      alone: {
        type: "boolean",
        description: "Nobody else who is alone stands there",
        examples: [true, false],
      },
    },
    read({ report, tasks }) {
      const alone = tasks.map((task, t) => {
        if (typeof (task.alone ?? false) === "boolean") return task.alone === true;
        report.add(`/tasks/${t}/alone`, "expected true or false");
        return false;
      });
      return alone.includes(true) ? alone : undefined;
    },
  },
  check({ instance, plan: { task, resource } }, report) {
    const held = new Set<number>();
    const alone = aloneIn(instance) ?? [];
    task.forEach((copy, k) => {
      if (!alone[instance.taskOfCopy[copy]]) return;
      if (held.has(resource[k])) report(() => "two are alone together");
      held.add(resource[k]);
    });
  },
};
