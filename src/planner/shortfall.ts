import type { Program, Shortfall } from "../program/types.ts";

/** A sentence for the user on what a solver did not do. `what` it was given, such as "the integer program". */
export function shortfallNote(
  solver: string,
  what: string,
  { columns, rows }: Pick<Program, "columns" | "rows">,
  { kind, why }: Shortfall,
): string {
  switch (kind) {
    case "magnitude":
    case "features":
      return `${solver} did not take ${what}: ${why}.`;
    case "size": {
      const size = [columns, rows].map((count) => count.toLocaleString("en"));
      return `${solver} ran out of memory on ${what} (${size[0]} columns, ${size[1]} rows).`;
    }
    case "gave-up":
      return `${solver} gave up on ${what}: ${why}.`;
    case "no-bound":
      return `${solver} proves no lower bound of ${what}, so what it finds has none but that of other methods.`;
  }
}
