import type { Assignment } from "../plan/assignments.ts";
import { assignments } from "../plan/assignments.ts";
import type { VerifiedPlan } from "../plan/types.ts";
import { InstanceError } from "../util/errors.ts";
import { listOf } from "./csv-rows.ts";
import { readCsv } from "./csv-text.ts";

/** Columns of a plan as CSV; the last two only where a piece needs them. */
const COLUMNS = ["task", "resource", "start_ms", "share", "devices"] as const;

/**
 * A verified plan as CSV in pieces: a line of column names, then one line for each assignment; device numbers
 * stand apart by ";". Values, bounds and certificates have no place in it.
 */
export function* planCsv(verified: VerifiedPlan): Generator<string> {
  yield `${COLUMNS.join(",")}\n`;
  for (const { task, resource, start_ms, share, devices } of assignments(verified)) {
    yield `${task},${resource},${start_ms},${share ?? ""},${devices?.join(";") ?? ""}\n`;
  }
}

/**
 * The assignments in a plan as CSV, unchecked, and where each stands. Columns in any order. Throws InstanceError with
 * line and column.
 */
export function readPlanCsv(
  text: string,
  source: string,
): { readonly list: readonly Partial<Assignment>[]; readonly placeOf: (k: number) => string } {
  const list: Partial<Assignment>[] = [];
  const lines: number[] = [];
  let names: readonly string[] | undefined;
  readCsv(text, source, {
    names: (found, line) => {
      checkNames(found, `${source}, line ${line}`);
      names = found;
    },
    row: (cells, line) => {
      const row: Record<string, unknown> = {};
      for (const [c, name] of (names ?? []).entries()) {
        const cell = cells[c]!;
        if (cell === "") continue;
        if (name === "devices") row[name] = listOf(cell).map(numberOf);
        else row[name] = name === "task" || name === "resource" ? cell : numberOf(cell);
      }
      list.push(row);
      lines.push(line);
    },
  });
  if (names === undefined) throw wrong(`${source} has no row of column names`);
  return { list, placeOf: (k) => `${source}, line ${lines[k]}` };
}

function checkNames(names: readonly string[], place: string): void {
  names.forEach((name, c) => {
    const where = `${place}, column ${c + 1}`;
    if (!COLUMNS.some((column) => column === name)) {
      throw wrong(`${where}: unknown column "${name}"; known are ${COLUMNS.join(", ")}`);
    }
    if (names.indexOf(name) < c) throw wrong(`${where}: "${name}" is there twice`);
  });
}

/** Digits as a number; anything else stays a text, which the reader of plans refuses. */
function numberOf(cell: string): number | string {
  return /^\d{1,16}$/.test(cell) ? Number(cell) : cell;
}

function wrong(message: string): InstanceError {
  return new InstanceError([{ path: "", message }]);
}
