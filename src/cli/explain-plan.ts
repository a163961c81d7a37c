import { alternativesOf } from "../alternatives/alternatives.ts";
import { tightnessOf } from "../alternatives/tight.ts";
import { checkedStory, claimNotes } from "../check/checked-story.ts";
import { draftOf } from "../edit/draft.ts";
import { findTaskCopy } from "../instance/ids.ts";
import { objectivesFromText } from "../instance/objective-text.ts";
import { targetsOf } from "../instance/targets.ts";
import type { Instance } from "../instance/types.ts";
import type { StatedPlan } from "../io/plan-file.ts";
import { evaluateTarget } from "../plan/evaluate.ts";
import { endsOf } from "../plan/rules/sweep.ts";
import type { Plan } from "../plan/types.ts";
import { alternativesReport, alternativesText } from "../report/alternatives.ts";
import { blameOf, blameText } from "../report/blame.ts";
import { alternativesPage } from "../report/html/alternatives.ts";
import { planPage } from "../report/html/plan-page.ts";
import { splitSection, standingSection } from "../report/html/standing.ts";
import type { ToldProof } from "../report/html/story.ts";
import { splitReport, splitText, splitValues } from "../report/split.ts";
import { type PlanStanding, standingReport, standingText } from "../report/standing.ts";
import { defined } from "../util/defined.ts";
import { UsageError } from "../util/errors.ts";
import { nearest } from "../util/nearest.ts";
import { idsOf } from "../whatif/axis.ts";
import { confirmedWorths, worthOfOneMore } from "../whatif/worth.ts";
import { commandTime, stdout } from "./command-run.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { columnsOf, print, printJson, tell } from "./print.ts";
import { type PictureFlags, savePage } from "./report-output.ts";
import { readChecked } from "./verified-plan.ts";

/** What `berth explain FILE PLAN [TASK]` may be asked. */
export interface ExplainPlanFlags extends PictureFlags {
  readonly timeLimit: number;
  readonly workLimit?: number;
  readonly on?: string;
  readonly objective?: string;
  /** True, or a list of what to split by. */
  readonly costs?: true | string;
  /** Solve again with one more of what may be worth most. */
  readonly confirm?: boolean;
  readonly json?: boolean;
}

/** Of a document: what it was parsed from, and the instance. */
interface Explained {
  readonly document: unknown;
  readonly instance: Instance;
}

/** `berth explain FILE PLAN`: how good the plan is, what limits it, what more would be worth, and what its objectives are made of. */
export async function explainWhole(
  explained: Explained,
  planPath: string,
  flags: ExplainPlanFlags,
): Promise<void> {
  const { document, instance } = explained;
  const { objective, costs, json } = flags;
  const objectives = objective === undefined ? undefined : objectivesFromText(instance, objective);
  const { verified, stated, findings } = await readChecked(planPath, instance, {
    what: "explained",
    ...defined({ objectives }),
  });
  refuseReplan(stated);
  const targets = targetsOf(verified.instance, objectives);
  const width = columnsOf(stdout());
  const story = checkedStory(verified, stated, findings, objectives);
  if (costs !== undefined) {
    const by = costs === true ? ["resource", "task"] : costs.split(",").map((one) => one.trim());
    const split = splitValues(verified, targets, by, document);
    await savePage(() => planPage({ ...story, more: [splitSection(split)] }), flags);
    if (json === true) printJson({ instance: instance.name, ...splitReport(split) });
    else print(splitText(verified, split, width));
    return;
  }
  const ends = endsOf(instance, verified.plan);
  const last = ends.reduce((most, one) => Math.max(most, one), 0);
  const standing: PlanStanding = {
    verdict: story.verdict,
    blames: story.proofs.flatMap(({ target, certificate }) => {
      const blame = blameOf(instance, target, certificate);
      return blame === undefined ? [] : [blameText(instance, target.name, blame, last)];
    }),
    claims: claimNotes(findings),
    tight: tightnessOf(verified.instance, verified.plan),
    ...defined({ worth: await worthOf(explained, verified.plan, story.proofs, flags) }),
  };
  await savePage(() => planPage({ ...story, more: [standingSection(standing)] }), flags);
  if (json === true) printJson({ instance: instance.name, ...standingReport(standing) });
  else print(standingText(standing, width));
}

/** Resources of which a re-solve is asked, those that may be worth most. */
const MOST_CONFIRMED = 3;

/** Of the first objective, if a certificate bounds it. */
async function worthOf(
  { document, instance }: Explained,
  plan: Plan,
  proofs: readonly ToldProof[],
  { objective, confirm, workLimit, timeLimit }: ExplainPlanFlags,
): Promise<PlanStanding["worth"]> {
  const objectives = objective === undefined ? undefined : objectivesFromText(instance, objective);
  const [target] = targetsOf(instance, objectives);
  const proof = proofs.find((one) => one.target.name === target.name);
  if (proof === undefined && confirm !== true) return undefined;
  const value = evaluateTarget(instance, plan, target);
  const source = { document, instance, target, value, ...defined({ objectives }) };
  const list =
    proof === undefined ? [] : worthOfOneMore({ ...source, certificate: proof.certificate });
  if (confirm !== true) return { target, list };
  const asked = list.filter(({ most }) => most > 0).map(({ resource }) => resource);
  // Where no certificate tells, the first resources are asked about.
  const all = idsOf({ instance, draft: draftOf(document) }, "resources");
  const names = (list.length === 0 ? all : asked).slice(0, MOST_CONFIRMED);
  const interrupt = listenForInterrupt(tell);
  try {
    interrupt.begin(() => "what was seen so far is told.");
    const confirmed = await confirmedWorths(document, instance, names, {
      ...defined({ objectives, workLimit }),
      ...{ timeLimit: Math.max(0, timeLimit - commandTime()), signal: interrupt.signal },
    });
    return { target, list, confirmed };
  } finally {
    interrupt.end();
  }
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
    const { verified, stated } = await readChecked(planPath, instance, options);
    refuseReplan(stated);
    const copy = taskNamed(instance, taskId);
    interrupt.begin(() => "what was seen so far is told.");
    const found = await alternativesOf(verified, copy, {
      ...defined({ workLimit: flags.workLimit, on: flags.on }),
      ...(flags.objective !== undefined && {
        objectives: objectivesFromText(instance, flags.objective),
      }),
      ...{ timeLimit: Math.max(0, flags.timeLimit - commandTime()), signal: interrupt.signal },
    });
    await savePage(() => alternativesPage(verified, found), flags);
    if (flags.json === true) {
      printJson({ instance: instance.name, ...alternativesReport(instance, found) });
    } else print(alternativesText(instance, verified.plan, found, columnsOf(stdout())));
  } finally {
    interrupt.end();
  }
}

/** Of a night that has begun, what ran cannot move any more, and nothing here knows it. */
function refuseReplan({ replan }: StatedPlan): void {
  if (replan === undefined) return;
  throw new UsageError(
    "The plan came from a replan, and what had begun then cannot be explained as if it could still move.\nMaybe look at what changed: berth diff.",
  );
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
