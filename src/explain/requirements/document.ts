import type { DocumentEntry, Edit } from "../../edit/draft.ts";
import type { Limit } from "../../instance/schedule-rules.ts";
import { timeFromText } from "../../instance/time-text.ts";
import type { Instance } from "../../instance/types.ts";
import { amountText, moneyText, thousandthsText } from "../../plan/wording.ts";
import { written } from "../enough.ts";
import { later } from "./later.ts";
import type { DocumentRequirement, Lever, Source } from "./requirement.ts";

/** What is asked of a plan as a whole: a key of the document, how it is said, and how it is given up. */
const WHOLE: readonly (readonly [string, (value: unknown) => string])[] = [
  ["budget", (value) => `budget ${value}`],
  ["horizon", (value) => `horizon ${value}`],
  ["robust", () => "a plan that survives each loss (robust)"],
  ["exclusive", () => "one task at a time on each resource (exclusive)"],
];

/** Budget, horizon, losses, and each limit and setup time. */
export function documentRequirements(source: Source): readonly DocumentRequirement[] {
  const { draft, instance } = source;
  const whole = WHOLE.flatMap(([key, text]): readonly DocumentRequirement[] =>
    draft[key] === undefined || draft[key] === false
      ? []
      : [
          {
            ...{ kind: key, text: text(draft[key]), place: `/${key}` },
            ...leverOf(key, source),
            relax: (edited) => {
              delete edited[key];
            },
          },
        ],
  );
  const limits = itemsOf(draft, "limits").map((limit, i) => limitOf(limit, i, instance));
  return [...whole, ...limits, ...setups(draft)];
}

/** Budget and horizon can be raised. */
function leverOf(key: string, { draft, instance }: Source): { readonly lever?: Lever } {
  if (key === "budget" && instance.budget !== undefined) {
    const from = instance.budget;
    const lever: Lever = {
      ...{ from, to: Math.max(from, MOST_MONEY) },
      set: (value) => (edited) => {
        edited.budget = moneyText(value).slice(1);
      },
      text: (value) => `budget ${moneyText(value)} instead of ${moneyText(from)}`,
      least: "cost",
    };
    return { lever };
  }
  if (key !== "horizon") return {};
  const from = horizonOf(draft.horizon, instance);
  return from === undefined
    ? {}
    : {
        lever: {
          ...later(instance, from, {
            what: "horizon",
            set: (value) => (edited) => {
              edited.horizon = `${value}ms`;
            },
            isMeant: () => true,
          }),
          least: "makespan",
        },
      };
}

/** The horizon in ms: until then at the latest any resource is open. */
function horizonOf(written: unknown, instance: Instance): number | undefined {
  if (instance.pairs.features !== undefined) return undefined;
  return typeof written === "string" ? timeFromText(instance, written) : undefined;
}

/** A limit stays where it is given up, since tasks name it, and is never reached. */
function limitOf(
  { name, capacity }: DocumentEntry,
  i: number,
  instance: Instance,
): DocumentRequirement {
  const limit = instance.schedule?.limits.find((one) => one.name === name);
  const unit = limit?.dimension;
  const set =
    (value: number): Edit =>
    (edited) => {
      const item = itemsOf(edited, "limits").find((one) => one.name === name);
      if (item !== undefined)
        item.capacity =
          unit === undefined ? thousandthsText(value) : writtenAmount(instance, unit, value);
    };
  const from = limit?.capacity ?? 0;
  const to = Math.max(from, limit === undefined ? 0 : mostUsed(limit, instance));
  const said = (value: number) =>
    unit === undefined ? thousandthsText(value) : amountText(instance, unit, value);
  return {
    ...{ kind: "limit", place: `/limits/${i}`, text: `limit "${name}" (${capacity})` },
    relax: set(to),
    lever: {
      ...{ from, to, set },
      text: (value) => `limit "${name}" ${said(value)} instead of ${said(from)}`,
    },
  };
}

/** What all pieces use of a limit together where each uses most. */
function mostUsed({ usage, perPair }: Limit, instance: Instance): number {
  const { tasks, resources, schedule } = instance;
  const R = perPair ? resources.length : 1;
  return tasks.reduce((sum, { count, replicas }, t) => {
    let most = 0;
    for (let r = 0; r < R; r++) most = Math.max(most, usage[t * R + r]);
    return sum + count * replicas * (schedule?.workers[t] ?? 1) * most;
  }, 0);
}

/** Of limits on a dimension of devices: thousandths of devices, too. */
function writtenAmount({ dimensions }: Instance, d: number, value: number): string | number {
  return written({ ...dimensions[d], devices: false }, value);
}

/** Micro-dollars, above what totals of an instance may come to in use. */
const MOST_MONEY = 1e15;

function setups(draft: DocumentEntry): readonly DocumentRequirement[] {
  if (itemsOf(draft, "setup").length === 0) return [];
  const relax = (edited: DocumentEntry) => {
    delete edited.setup;
  };
  return [{ kind: "setup", text: "setup times between families", place: "/setup", relax }];
}

function itemsOf(document: DocumentEntry, key: string): readonly DocumentEntry[] {
  const list = document[key];
  return Array.isArray(list) ? (list as readonly DocumentEntry[]) : [];
}
