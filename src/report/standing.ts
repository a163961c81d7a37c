import type { Tightness } from "../alternatives/tight.ts";
import type { Target } from "../instance/targets.ts";
import { formatValue } from "../plan/value-text.ts";
import { printedValue } from "../planner/objective-value.ts";
import { defined } from "../util/defined.ts";
import type { ConfirmedWorth, ResourceWorth } from "../whatif/worth.ts";
import { wrap } from "./format.ts";
import { listed } from "./groups.ts";
import { intervalText } from "./whatif.ts";

/** What stands behind a plan as a whole. */
export interface PlanStanding {
  /** Sentences: how good it is. */
  readonly verdict: string;
  /** Sentences: what the bounds rest on. */
  readonly blames: readonly string[];
  /** Sentences: bounds that the file states and that were not checked. */
  readonly claims: readonly string[];
  readonly tight: readonly Tightness[];
  /** What one more of each resource is worth, of one target; absent where no certificate tells. */
  readonly worth?: {
    readonly target: Target;
    readonly list: readonly ResourceWorth[];
    /** What re-solves say, where they were asked for. */
    readonly confirmed?: readonly ConfirmedWorth[];
  };
}

/** Resources whose worth a person is told. */
const MOST_WORTHS = 8;

/** What binds a plan and what more would be worth, for a person; `width` in columns. */
export function standingText(
  { verdict, blames, claims, tight, worth }: PlanStanding,
  width: number,
): string {
  const items = tight.map(({ text, isFull }) => `${isFull ? "*" : "-"} ${text}`);
  const blocks = [
    [verdict, ...claims],
    blames,
    items.length === 0 ? [] : ["What limits it (*: nothing is left):", ...items],
    worth === undefined ? [] : worthTexts(worth),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.flatMap((text) => wrap(text, width)).join("\n"))
    .join("\n\n");
}

/** What one more of each resource is worth, in sentences. */
export function worthTexts({
  target,
  list,
  confirmed = [],
}: NonNullable<PlanStanding["worth"]>): readonly string[] {
  const some = list.filter(({ most }) => most > 0).slice(0, MOST_WORTHS);
  const none = list.filter(({ most }) => most === 0).map(({ resource }) => resource);
  const minimised: Target = { ...target, sense: "min" };
  const solvedAlone = confirmed.filter(({ resource }) =>
    list.every((one) => one.resource !== resource),
  );
  return [
    ...(list.length === 0
      ? [`No certificate tells what one more of anything is worth in ${target.name}.`]
      : []),
    ...solvedAlone.map((found) => {
      const word = found.isClaimed ? " (claimed)" : "";
      return `Solved with one more ${found.resource}, it saves ${intervalText(target, found)}${word}.`;
    }),
    ...some.map(({ resource, most }) => {
      const amount = formatValue(printedValue(minimised, most), target.unit);
      const found = confirmed.find((one) => one.resource === resource);
      const word = found?.isClaimed === true ? " (claimed)" : "";
      const solved =
        found === undefined ? "" : ` Solved again, it saves ${intervalText(target, found)}${word}.`;
      return `One more ${resource} is worth at most ${amount} of ${target.name}, proven.${solved}`;
    }),
    ...(none.length === 0
      ? []
      : [`One more of ${listed(none)} is worth nothing in ${target.name}, proven.`]),
  ];
}

/** The same for programs. */
export function standingReport({ verdict, blames, claims, tight, worth }: PlanStanding): object {
  return {
    ...{ verdict, blames, claims },
    tight: tight.map(({ kind, text, isFull }) => ({ kind, text, full: isFull })),
    ...(worth !== undefined && {
      worth: {
        ...{ objective: worth.target.name, per_unit: worth.target.perUnit },
        one_more: worth.list.map(({ resource, most }) => ({ resource, at_most_exact: most })),
        ...(worth.confirmed !== undefined && {
          confirmed: worth.confirmed.map(({ resource, isClaimed, least, most }) => ({
            ...{ resource, proof: isClaimed ? "claimed" : "ours" },
            ...defined({ saves_at_least_exact: least, saves_at_most_exact: most }),
          })),
        }),
      },
    }),
  };
}
