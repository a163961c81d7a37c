import { alternativesOf } from "../alternatives/alternatives.ts";
import { findTaskCopy } from "../instance/ids.ts";
import { objectivesFromText } from "../instance/objective-text.ts";
import type { Instance } from "../instance/types.ts";
import { alternativesReport, alternativesText } from "../report/alternatives.ts";
import { defined } from "../util/defined.ts";
import { UsageError } from "../util/errors.ts";
import { nearest } from "../util/nearest.ts";
import { commandTime, stdout } from "./command-run.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { columnsOf, print, printJson, tell } from "./print.ts";
import { readChecked } from "./verified-plan.ts";

/** What `berth explain FILE PLAN TASK` may be asked. */
export interface ExplainPlanFlags {
  readonly timeLimit: number;
  readonly workLimit?: number;
  readonly on?: string;
  readonly objective?: string;
  readonly json?: boolean;
}

/** `berth explain FILE PLAN TASK`: why a task is where it is, and what each other place would change. */
export async function explainTask(
  instance: Instance,
  planPath: string,
  taskId: string,
  flags: ExplainPlanFlags,
): Promise<void> {
  const interrupt = listenForInterrupt(tell);
  try {
    const options = { certificates: false, what: "explained" };
    const { verified } = await readChecked(planPath, instance, options);
    const copy = taskNamed(instance, taskId);
    interrupt.begin(() => "what was seen so far is told.");
    const found = await alternativesOf(verified, copy, {
      ...defined({ workLimit: flags.workLimit, on: flags.on }),
      ...(flags.objective !== undefined && {
        objectives: objectivesFromText(instance, flags.objective),
      }),
      ...{ timeLimit: Math.max(0, flags.timeLimit - commandTime()), signal: interrupt.signal },
    });
    if (flags.json === true) {
      printJson({ instance: instance.name, ...alternativesReport(instance, found) });
    } else print(alternativesText(instance, verified.plan, found, columnsOf(stdout())));
  } finally {
    interrupt.end();
  }
}

/** The copy that a person names; of a task with several copies any of them may be meant, and one must be said. */
function taskNamed(instance: Instance, id: string): number {
  const copy = findTaskCopy(instance, id) ?? findTaskCopy(instance, id.replace(/#1$/, ""));
  if (copy !== undefined) return copy;
  if (findTaskCopy(instance, `${id}#1`) !== undefined) {
    throw new UsageError(`Task "${id}" has several copies.\nMaybe name one: "${id}#1".`);
  }
  const names = instance.taskNames?.ids ?? instance.tasks.map((task) => task.id);
  const meant = nearest(id, names);
  throw new UsageError(
    `There is no task "${id}".${meant === undefined ? "" : `\nMaybe you meant "${meant}".`}`,
  );
}
