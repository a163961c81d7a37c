import type { Command } from "commander";
import { draftOf } from "../edit/draft.ts";
import { objectivesFromText } from "../instance/objective-text.ts";
import { whatIfPage } from "../report/html/whatif.ts";
import { whatIfReport, whatIfText } from "../report/whatif.ts";
import { defined } from "../util/defined.ts";
import { UsageError } from "../util/errors.ts";
import { AXIS_KINDS, type AxisSource, idsOf, type WhatIfAxis } from "../whatif/axis.ts";
import { whatIf } from "../whatif/whatif.ts";
import { commandTime, endWith, stdout } from "./command-run.ts";
import { EXIT } from "./failure.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { parseCount, parseGap, parseSeed, timeOption } from "./options.ts";
import { columnsOf, print, printJson } from "./print.ts";
import { showProgress } from "./progress.ts";
import { checkPageOutput, type PictureFlags, savePage, withPageOption } from "./report-output.ts";
import { type RuntimesFlags, readFilledInstance, withRuntimesOptions } from "./runtimes-option.ts";

interface WhatIfFlags extends RuntimesFlags, PictureFlags {
  readonly objective?: string;
  readonly timeLimit: number;
  readonly workLimit?: number;
  readonly gap?: number;
  readonly seed?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Milliseconds for a whole table. */
const TIME_LIMIT = 60_000;

/** `berth whatif FILE --add h100=0..3`: a table of what changes would save, as proven intervals. */
export function whatIfCommand(program: Command): void {
  const command = program
    .command("whatif")
    .description("what changes would save, as a table of proven intervals")
    .argument("<file>", "instance: YAML, JSON or OR-Library GAP text; - reads stdin");
  for (const { option, argument, about } of AXIS_KINDS) {
    command.option(`--${option} ${argument}`, about, gathered);
  }
  command
    .option("--objective <list>", "the first of these is compared, instead of the document's")
    .addOption(timeOption("--time-limit <duration>", "for the whole table", TIME_LIMIT))
    .option("--work-limit <units>", "for each row: equal on any machine", parseCount)
    .option("--gap <percent>", "a row is done when its gap is at most this (default: 0)", parseGap)
    .option("--seed <integer>", "seed of everything random (default: 1)", parseSeed);
  withPageOption(withRuntimesOptions(command))
    .option("--json", "print exactly one JSON document on stdout")
    .option("-q, --quiet", "no progress on stderr")
    .action(whatIfFile);
}

const gathered = (text: string, before: readonly string[] = []) => [...before, text];

async function whatIfFile(file: string, flags: WhatIfFlags): Promise<void> {
  const progress = showProgress(flags.quiet === true, flags.json === true);
  const interrupt = listenForInterrupt(progress.tell);
  try {
    const { instance, document, note, sources } = await readFilledInstance(file, flags);
    if (note !== undefined) progress.tell(note);
    await checkPageOutput(flags, sources);
    const source = { instance, draft: draftOf(document) };
    const axes = axesOf(flags, source);
    interrupt.begin(() => "the rows so far are told.");
    const { objective, timeLimit, workLimit, gap, seed } = flags;
    const table = await whatIf(document, instance, axes, {
      ...defined({ workLimit, gap, seed }),
      ...(objective !== undefined && { objectives: objectivesFromText(instance, objective) }),
      ...{ timeLimit: Math.max(0, timeLimit - commandTime()), signal: interrupt.signal },
    });
    progress.end();
    const isKnown = table.outcomes.some(
      ({ value, isInfeasible }) => value !== undefined || isInfeasible,
    );
    endWith(isKnown ? EXIT.plan : EXIT.noPlan);
    await savePage(() => whatIfPage(instance.name, table), flags);
    if (flags.json === true) printJson({ instance: instance.name, ...whatIfReport(table) });
    else print(whatIfText(table, columnsOf(stdout())));
  } finally {
    progress.end();
    interrupt.end();
  }
}

function axesOf(flags: WhatIfFlags, source: AxisSource): readonly WhatIfAxis[] {
  const axes = AXIS_KINDS.flatMap(({ option, read }) => {
    const texts = Reflect.get(flags, option) as readonly string[] | undefined;
    return (texts ?? []).map((text) => read(text, source));
  });
  if (axes.length > 0) return axes;
  throw new UsageError(
    `Nothing is varied.\nMaybe add --add ${idsOf(source, "resources")[0] ?? "id"}=0..2: berth whatif --help lists what can be.`,
  );
}
