import { countOf, type DocumentEntry, type Edit } from "../../edit/draft.ts";
import { DEVICE } from "../../instance/types.ts";
import { amountText } from "../../plan/wording.ts";
import { type Alike, alikeRows, namesText } from "../alike.ts";
import { demandStep, enoughOf, piecesOf, written } from "../enough.ts";
import type { DocumentRequirement, Source } from "./requirement.ts";

/** More copies of one entry than this are not tried. */
const MOST_COPIES = 100_000;

/** What resources have, and when; equal entries together. */
export function resourceRequirements(source: Source): readonly DocumentRequirement[] {
  const { draft, instance } = source;
  const enough = enoughOf(instance);
  const pieces = Math.min(MOST_COPIES, piecesOf(instance));
  return alikeRows(draft, draft.resources).flatMap((group) => [
    ...amountsOf(group, source, enough),
    ...timesOf(group),
    copiesOf(group, pieces),
  ]);
}

/** How many there are; more of them are copies of the first. */
function copiesOf(group: Alike, most: number): DocumentRequirement {
  const more =
    (number: number): Edit =>
    ({ resources }) => {
      const entry = resources[group.rows[0]];
      entry.count = countOf(entry) + number;
    };
  return {
    ...{ kind: "copies", text: `${copiesText(group)} of ${name(group)}` },
    ...{ place: `/resources/${group.rows[0]}/count`, relax: more(most) },
    lever: {
      ...{ from: 0, to: most, set: more },
      text: (number) =>
        `${number} more of ${namesText({ ...group, ids: group.ids.slice(0, 1) }, "resource")}`,
    },
  };
}

function amountsOf(
  group: Alike,
  { instance }: Source,
  enough: readonly number[],
): readonly DocumentRequirement[] {
  return (["capacity", "devices"] as const).flatMap((key) =>
    Object.entries(Object(group.entry[key]) as DocumentEntry).flatMap(([dimension, amount]) => {
      const d = instance.dimensions.findIndex((one) => one.name === dimension);
      if (d < 0 || enough[d] === 0) return [];
      const text = `${dimension} of ${name(group)} (${group.copies === 1 ? "" : `${group.copies} x `}${amount})`;
      const unit = instance.dimensions[d].devices ? DEVICE : 1;
      const from =
        (instance.resources.find(({ id }) => id === group.ids[0])?.capacity[d] ?? 0) / unit;
      const to = Math.max(from, Math.ceil(enough[d] / unit));
      const set = (value: number): Edit =>
        changing(group, (entry) => {
          const relaxed = written(instance.dimensions[d], value * unit);
          entry[key] = { ...(entry[key] as DocumentEntry), [dimension]: relaxed };
        });
      const said = (value: number) => amountText(instance, d, value * unit);
      const each = group.copies === 1 ? "" : " each";
      return [
        {
          ...{ kind: "capacity", text, relax: set(to) },
          place: `/resources/${group.rows[0]}/${key}/${dimension}`,
          lever: {
            ...{ from, to, set },
            step: (one) => (unit === 1 ? demandStep(one, d) : 1),
            text: (value) =>
              `${said(value - from)} more ${dimension} for ${name(group)}${each}, ${said(value)} instead of ${said(from)}`,
          },
        },
      ];
    }),
  );
}

/** When a resource may be used, and by how many at a time. */
const TIMES: readonly (readonly [string, string, (value: unknown) => string])[] = [
  ["window", "available", (value) => `window ${windowText(Object(value))} of`],
  ["maintenance", "maintenance", () => "maintenance of"],
];

function timesOf(group: Alike): readonly DocumentRequirement[] {
  const windows = TIMES.flatMap(([kind, key, text]) =>
    group.entry[key] === undefined
      ? []
      : [
          requirement(group, kind, key, `${text(group.entry[key])} ${name(group)}`, (entry) => {
            delete entry[key];
          }),
        ],
  );
  if (group.entry.exclusive !== true) return windows;
  const alone = requirement(
    group,
    "exclusive",
    "exclusive",
    `one task at a time on ${name(group)}`,
    (entry) => {
      entry.exclusive = false;
    },
  );
  return [...windows, alone];
}

function requirement(
  group: Alike,
  kind: string,
  key: string,
  text: string,
  change: (entry: DocumentEntry) => void,
): DocumentRequirement {
  return {
    kind,
    text,
    place: `/resources/${group.rows[0]}/${key}`,
    relax: changing(group, change),
  };
}

const changing =
  (group: Alike, change: (entry: DocumentEntry) => void): Edit =>
  ({ resources }) => {
    for (const row of group.rows) change(resources[row]);
  };

const name = (group: Alike) => namesText(group, "resource");

function copiesText({ copies, ids }: Alike): string {
  if (copies === ids.length) return copies === 1 ? "the number" : `the number (${copies})`;
  return `${copies} copies`;
}

function windowText({ from, until }: DocumentEntry): string {
  return [from === undefined ? "" : `from ${from}`, until === undefined ? "" : `until ${until}`]
    .filter((text) => text !== "")
    .join(" ");
}
