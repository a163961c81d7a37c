import type { Command } from "commander";
import { objectivesFromText } from "../instance/objective-text.ts";
import { readInstance } from "../io/read-instance.ts";
import { type MethodFit, methodsFor } from "../planner/methods-for.ts";
import { wrap } from "../report/format.ts";
import { stdout } from "./command-run.ts";
import { columnsOf, print, printJson } from "./print.ts";

interface MethodsFlags {
  readonly objective?: string;
  readonly json?: boolean;
}

/** `berth methods FILE`: which methods fit an instance, and why the others do not. */
export function methodsCommand(program: Command): void {
  program
    .command("methods")
    .description("list methods by name: which fit an instance, and why the others do not")
    .argument("<file>", "instance: YAML, JSON or OR-Library GAP text; - reads stdin")
    .option("--objective <list>", "objectives in order; methods are asked about the first")
    .option("--json", "print one JSON document on stdout")
    .action(async (file: string, { objective, json }: MethodsFlags) => {
      const instance = await readInstance(file);
      const objectives =
        objective === undefined ? undefined : objectivesFromText(instance, objective);
      const fits = methodsFor(instance, objectives === undefined ? {} : { objectives });
      if (json === true) printJson(fits.map(jsonOf));
      else print(methodLines(fits, columnsOf(stdout())).join("\n"));
    });
}

/** Those that fit with what they do, then the others with the reason. */
function methodLines(methods: readonly MethodFit[], width: number): readonly string[] {
  const name = Math.max(...methods.map((one) => one.name.length)) + 2;
  const role = Math.max(...methods.map((one) => one.role.length)) + 2;
  const lines = (one: MethodFit, text: string) => {
    const head = `${one.name.padEnd(name)}${one.role.padEnd(role)}`;
    const [first, ...rest] = wrap(text, Math.max(20, width - head.length));
    return [`${head}${first}`, ...rest.map((line) => `${"".padEnd(head.length)}${line}`)];
  };
  const fitting = methods.filter(({ fits }) => fits === true);
  const others = methods.filter(({ fits }) => fits !== true);
  return [
    ...fitting.flatMap((one) => lines(one, one.about)),
    ...(others.length > 0 ? ["", "These have nothing to do here:"] : []),
    ...others.flatMap((one) => lines(one, String(one.fits))),
  ];
}

function jsonOf({ name, role, about, fits }: MethodFit): object {
  return { name, role, about, fits: fits === true, ...(fits !== true && { why: fits }) };
}
