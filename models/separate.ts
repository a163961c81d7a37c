import type { Draft } from "./draft.ts";
import { columnsByResource } from "./groups.ts";

/** Separate: for each group and resource copy r, sum over its members t of x[t,r] <= 1. */
export function addSeparateRows(draft: Draft): void {
  for (const group of draft.instance.separate) {
    for (const columns of columnsByResource(draft, group).values()) {
      if (columns.length < 2) continue;
      draft.builder.addRow({ upper: 1, columns, coefficients: columns.map(() => 1) });
    }
  }
}
