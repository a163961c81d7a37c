import { extname, resolve } from "node:path";
import type { Command } from "commander";
import { checkOutput, STDOUT } from "../io/output.ts";
import { writeAtomically } from "../io/write-atomic.ts";
import { planTrace } from "../report/chrome-trace.ts";
import { pageHtml } from "../report/html/page.ts";
import { planPage } from "../report/html/plan-page.ts";
import type { PlanStory } from "../report/html/story.ts";
import type { ReportPage } from "../report/html/types.ts";
import { planSvg } from "../report/svg.ts";
import { UsageError } from "../util/errors.ts";

/** What commands that write a report beside their answer take. */
export interface PictureFlags {
  readonly report?: string;
}

/** Endings of pages, and of what else a plan is written as. */
const PAGE = ".html";
export const REPORT_ENDINGS = [PAGE, ".svg", ".json"] as const;

/** Adds `--report` to a command whose answer is a plan. */
export function withReportOption(command: Command): Command {
  return command.option(
    "--report <file>",
    "also write it to look at: .html (a page), .svg (a drawing) or .json (a trace for Perfetto)",
  );
}

/** Adds `--report` to a command whose answer is more than a plan. */
export function withPageOption(command: Command): Command {
  return command.option("--report <file>", "also write it as a page to look at: .html");
}

/** Checks where a page is to go, before the work; as `checkReportOutput`. */
export async function checkPageOutput(
  flags: PictureFlags,
  inputs: readonly string[],
  others: readonly (string | undefined)[] = [],
): Promise<void> {
  await checkReportOutput(flags, inputs, others, [PAGE]);
}

/** Writes a page if one was asked for. */
export async function savePage(page: () => ReportPage, { report }: PictureFlags): Promise<void> {
  if (report !== undefined) await writeAtomically(report, pageHtml(page()));
}

/** Checks where a report is to go, before the work; see `checkOutput`. `others` are further files that the command writes. */
export async function checkReportOutput(
  { report }: PictureFlags,
  inputs: readonly string[],
  others: readonly (string | undefined)[] = [],
  endings: readonly string[] = REPORT_ENDINGS,
): Promise<void> {
  if (report === undefined) return;
  if (report === STDOUT) {
    throw new UsageError("--report needs the name of a file.\nMaybe write --report plan.html.");
  }
  if (others.some((other) => other !== undefined && resolve(other) === resolve(report))) {
    throw new UsageError(
      `${report} is to hold both the report and something else.\nMaybe name two files.`,
    );
  }
  await checkOutput(report, { endings, inputs });
}

/** The text of a report of one plan by the ending of its file, in pieces. Throws UsageError where there is nothing to draw. */
export function reportText(story: PlanStory, path: string): Iterable<string> {
  const ending = extname(path).toLowerCase();
  if (ending !== ".svg" && ending !== ".json") return pageHtml(planPage(story));
  const { verified, instance, badge, marks } = story;
  if (verified === undefined) {
    throw new UsageError(
      `${path} is not written, since there is no plan to draw.\nMaybe write the report as a page: it says why there is none.`,
    );
  }
  if (ending === ".json") return planTrace(verified);
  const [mark] = marks;
  const bound = mark && { bound: { time: mark.at, label: mark.label } };
  return [planSvg(verified, { caption: `${instance.name}: ${badge}`, ...bound })];
}

/** Writes the report of a plan if one was asked for; the reason why it could not be written, if so. */
export async function saveReport(
  story: () => PlanStory,
  { report }: PictureFlags,
): Promise<string | undefined> {
  if (report === undefined) return undefined;
  try {
    await writeAtomically(report, reportText(story(), report));
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
