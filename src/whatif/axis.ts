import { countOf, type DocumentEntry, type Edit, type EditedDocument } from "../edit/draft.ts";
import { isMap } from "../instance/read/report.ts";
import { timeFromText } from "../instance/time-text.ts";
import type { Instance } from "../instance/types.ts";
import { durationText, moneyText } from "../plan/wording.ts";
import { UsageError } from "../util/errors.ts";
import { nearest } from "../util/nearest.ts";
import { readPrice } from "../util/price.ts";
import { QUANTITIES, readQuantity } from "../util/quantities.ts";

/** One value of what is varied: how it is said, what it changes, and where it stands among the others. */
export interface AxisStep {
  readonly label: string;
  readonly edit: Edit;
  /** Of two steps the one with the larger ease allows every plan of the other, and none of them is worse there. */
  readonly ease: number;
}

/** What is varied, and its steps; the first is the document as it is. */
export interface WhatIfAxis {
  readonly name: string;
  /** True if a step leaves tasks out: where these are gains, an easier step is a poorer one. */
  readonly drops?: true;
  readonly steps: readonly AxisStep[];
}

/** What an axis may be read of. */
export interface AxisSource {
  readonly instance: Instance;
  /** Entries as the document has them: those of the instance may stand for several, or for stages of one. */
  readonly draft: EditedDocument;
}

/** A way to vary a document, by the name of its option. */
export interface AxisKind {
  readonly option: string;
  /** What follows the option, and what it does. */
  readonly argument: string;
  readonly about: string;
  /** Throws UsageError with the mend. */
  read(text: string, source: AxisSource): WhatIfAxis;
}

/** More steps than this are no table. */
const MOST_STEPS = 200;
const MOST_COPIES = 1_000_000;

/** Every way to vary a document. A new one is an entry here. */
export const AXIS_KINDS: readonly AxisKind[] = [
  {
    option: "add",
    argument: "<id=range>",
    about: "more copies of a resource: h100=0..3, or h100=2,4",
    read: (text, source) => {
      const [id, values] = named("add", text, source, "resources");
      return axisOf(`+${id}`, wholeNumbers("add", values), (number) => ({
        ...{ label: `${number}`, ease: number },
        edit: changing("resources", id, (entry) => {
          if (number > 0) entry.count = countOf(entry) + number;
        }),
      }));
    },
  },
  {
    option: "remove",
    argument: "<id=range>",
    about: "fewer copies of a resource, at least one is left: h100=1",
    read: (text, source) => {
      const [id, values] = named("remove", text, source, "resources");
      return axisOf(`-${id}`, wholeNumbers("remove", values), (number) => ({
        ...{ label: `${number}`, ease: -number },
        edit: changing("resources", id, (entry) => {
          const left = countOf(entry) - number;
          if (left < 1)
            throw new UsageError(
              `--remove ${text} leaves no copy of "${id}".\nMaybe remove at most ${countOf(entry) - 1}.`,
            );
          if (number > 0) entry.count = left;
        }),
      }));
    },
  },
  {
    option: "price",
    argument: "<id=list>",
    about: "another price by time of a resource: h100=40/h,35/h",
    read: (text, source) => {
      const [id, values] = named("price", text, source, "resources");
      const { price: written } = entryOf(source, "resources", id);
      const asItIs = written === undefined ? 0 : priceOf(String(written));
      return {
        name: `price ${id}`,
        steps: [
          { label: "as it is", ease: -asItIs, edit: () => {} },
          ...values.split(",").map((price) => ({
            ...{ label: price, ease: -priceOf(price) },
            edit: changing("resources", id, (entry: DocumentEntry) => {
              entry.price = price.trim();
            }),
          })),
        ],
      };
    },
  },
  {
    option: "deadline",
    argument: "<task=list>",
    about: "another deadline of a task: report=+1h, or report=06:00 as the document writes times",
    read: (text, source) => {
      const [id, values] = named("deadline", text, source, "tasks");
      const { instance } = source;
      const { deadline: written } = entryOf(source, "tasks", id);
      const asItIs = written === undefined ? undefined : timeFromText(instance, String(written));
      const times = values.split(",").map((value) => timeOf("deadline", value, asItIs, instance));
      return {
        name: `deadline ${id}`,
        steps: [
          {
            label: asItIs === undefined ? "none" : durationText(asItIs),
            ease: asItIs ?? Infinity,
            edit: () => {},
          },
          ...times.map((time) => ({
            ...{ label: durationText(time), ease: time },
            edit: changing("tasks", id, (entry: DocumentEntry) => {
              entry.deadline = `${time}ms`;
            }),
          })),
        ],
      };
    },
  },
  {
    option: "budget",
    argument: "<list>",
    about: "another budget in dollars: 100,200",
    read: (text, { instance }) => {
      const { budget } = instance;
      return {
        name: "budget",
        steps: [
          {
            label: budget === undefined ? "none" : moneyText(budget),
            ease: budget ?? Infinity,
            edit: () => {},
          },
          ...text.split(",").map((money) => ({
            ...{
              label: moneyText(read("budget", money, QUANTITIES.money)),
              ease: read("budget", money, QUANTITIES.money),
            },
            edit: (draft: DocumentEntry) => {
              draft.budget = money.trim();
            },
          })),
        ],
      };
    },
  },
  {
    option: "drop",
    argument: "<tasks>",
    about: "without these tasks: lora,eval",
    read: (text, source) => {
      const ids = text.split(",").map((id) => known("drop", id.trim(), source, "tasks"));
      return {
        name: `drop ${ids.join(",")}`,
        drops: true,
        steps: [
          { label: "no", ease: 0, edit: () => {} },
          {
            ...{ label: "yes", ease: 1 },
            edit: (draft) => {
              for (const [i, task] of draft.tasks.entries()) {
                if (task !== undefined && ids.includes(String(task.id))) draft.tasks[i] = undefined;
              }
            },
          },
        ],
      };
    },
  },
];

/** The document as it is first, then the other values. */
function axisOf(
  name: string,
  numbers: readonly number[],
  stepOf: (number: number) => AxisStep,
): WhatIfAxis {
  const others = numbers.filter((number) => number !== 0);
  return { name, steps: [0, ...others].map(stepOf) };
}

function changing(
  key: "resources" | "tasks",
  id: string,
  change: (entry: DocumentEntry) => void,
): Edit {
  return (draft) => {
    for (const entry of draft[key]) if (isMap(entry) && entry.id === id) change(entry);
  };
}

/** "h100=0..3" -> ["h100", "0..3"]. */
function named(
  option: string,
  text: string,
  source: AxisSource,
  key: "resources" | "tasks",
): readonly [id: string, values: string] {
  const [, id = "", values = ""] = /^([^=]*)=(.+)$/.exec(text) ?? [];
  if (values !== "") return [known(option, id, source, key), values];
  const [first = "id"] = idsOf(source, key);
  throw new UsageError(
    `--${option} needs an id and values, got "${text}".\nMaybe write ${first}=...`,
  );
}

function known(option: string, id: string, source: AxisSource, key: "resources" | "tasks"): string {
  const ids = idsOf(source, key);
  if (ids.includes(id)) return id;
  const meant = nearest(id, ids);
  const hint =
    meant === undefined ? `There are ${ids.slice(0, 5).join(", ")}.` : `Maybe "${meant}" is meant.`;
  throw new UsageError(`--${option}: there is no ${NOUN[key]} "${id}".\n${hint}`);
}

const NOUN = { resources: "resource", tasks: "task" } as const;

/** Ids of entries in the order of the document. */
export function idsOf({ draft }: AxisSource, key: "resources" | "tasks"): readonly string[] {
  return draft[key].flatMap((entry) => (entry === undefined ? [] : [String(entry.id)]));
}

function entryOf({ draft }: AxisSource, key: "resources" | "tasks", id: string): DocumentEntry {
  return draft[key].find((entry) => entry?.id === id) ?? {};
}

/** "0..3" or "1,2,4". */
function wholeNumbers(option: string, text: string): readonly number[] {
  const range = /^(\d+)\.\.(\d+)$/.exec(text);
  const [from, to] = [Number(range?.[1]), Number(range?.[2])];
  const numbers =
    range === null
      ? text.split(",").map((one) => (/^\s*\d+\s*$/.test(one) ? Number(one) : Number.NaN))
      : Array.from(
          { length: Math.max(0, Math.min(MOST_STEPS + 1, to - from + 1)) },
          (_, i) => from + i,
        );
  const isSound = numbers.length > 0 && numbers.every((one) => one <= MOST_COPIES);
  if (!isSound || numbers.length > MOST_STEPS) {
    throw new UsageError(
      `--${option} takes whole numbers, got "${text}".\nMaybe write 0..3 or 1,2,4.`,
    );
  }
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** "+1h" after what it is, or a time as the document writes them. */
function timeOf(
  option: string,
  text: string,
  asItIs: number | undefined,
  instance: Instance,
): number {
  const later = /^([+-])(.*)$/.exec(text.trim());
  if (later === null) return timeFromText(instance, text.trim());
  if (asItIs === undefined) {
    throw new UsageError(
      `--${option} ${text}: there is none so far.\nMaybe write the time itself.`,
    );
  }
  const by = read(option, later[2], QUANTITIES.duration);
  return Math.max(0, later[1] === "+" ? asItIs + by : asItIs - by);
}

/** Micro-dollars per hour, only to compare. */
function priceOf(text: string): number {
  const price = readPrice(text.trim());
  if ("numerator" in price)
    return (Number(price.numerator) / Number(price.denominator)) * 3_600_000;
  throw new UsageError(
    `--price: ${price.message}.${price.hint === undefined ? "" : `\n${price.hint}`}`,
  );
}

function read(
  option: string,
  text: string,
  kind: (typeof QUANTITIES)[keyof typeof QUANTITIES],
): number {
  const value = readQuantity(kind, text.trim());
  if (typeof value === "number") return value;
  throw new UsageError(
    `--${option}: ${value.message}.${value.hint === undefined ? "" : `\n${value.hint}`}`,
  );
}
