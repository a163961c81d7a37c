import { type DocumentEntry, partsOf } from "../../edit/draft.ts";
import { type Alike, mandatory, namesText } from "../alike.ts";
import { laterDeadline } from "./later.ts";
import type { DocumentRequirement, Lever, Source } from "./requirement.ts";

/** What a task may ask for beside being placed: how it is said, and what is left where it is given up (default: nothing). */
interface Field {
  readonly kind: string;
  text(value: unknown): string;
  without?(value: unknown): unknown;
  /** Of whole tasks: how it is given up by degrees. */
  readonly lever?: (group: Alike, source: Source) => Lever | undefined;
}

const FIELDS: Readonly<Record<string, readonly Field[]>> = {
  deadline: [{ kind: "deadline", text: (value) => `deadline ${value} of`, lever: laterDeadline }],
  release: [{ kind: "release", text: (value) => `release ${value} of` }],
  eligible: [{ kind: "eligible", text: (value) => `labels ${plain(value)} for` }],
  forbidden: [{ kind: "forbidden", text: (value) => `${plain(value)} forbidden for` }],
  exclusive: [{ kind: "exclusive", text: () => "a resource to itself for" }],
  after: [{ kind: "after", text: (value) => `after ${plain(value)}:` }],
  replicas: [{ kind: "replicas", text: (value) => `replicas ${plain(value)} of` }],
  workers: [
    {
      kind: "within",
      text: (value) => `all workers within one ${plain(Object(value).within)} for`,
      without: (value) => Object(value).count,
    },
    { kind: "workers", text: (value) => `${plain(Object(value).count ?? value)} workers of` },
  ],
};

/** Fields of tasks and of their stages, of equal tasks together. */
export function taskFieldRequirements(source: Source): readonly DocumentRequirement[] {
  return mandatory(source.draft).flatMap((group) => {
    const stages = partsOf(group.entry);
    return [
      ...fieldsOf(group, undefined, source),
      ...stages.flatMap((_, stage) => fieldsOf(group, stage, source)),
    ];
  });
}

function fieldsOf(
  group: Alike,
  stage: number | undefined,
  source: Source,
): readonly DocumentRequirement[] {
  const part = (task: Readonly<DocumentEntry>) =>
    stage === undefined ? task : partsOf(task)[stage];
  const asked = part(group.entry);
  const names = namesText(group, "task");
  const of = stage === undefined ? names : `stage "${asked.id}" of ${names}`;
  const place = `/tasks/${group.rows[0]}${stage === undefined ? "" : `/stages/${stage}`}`;
  return Object.entries(FIELDS).flatMap(([key, fields]) => {
    const value = asked[key];
    // What a stage calls `after` is the order of its own stages.
    if (value === undefined || (key === "after" && stage !== undefined)) return [];
    return fields.flatMap(
      ({ kind, text, without, lever: leverOf }): readonly DocumentRequirement[] => {
        if (kind === "within" && Object(value).within === undefined) return [];
        const lever = stage === undefined ? leverOf?.(group, source) : undefined;
        return [
          {
            ...{ kind, text: `${text(value)} ${of}`, place: `${place}/${key}` },
            ...(lever !== undefined && { lever }),
            relax: (draft) => {
              for (const row of group.rows) {
                const task = draft.tasks[row];
                if (task === undefined) continue;
                const entry = part(task) as DocumentEntry;
                if (entry[key] === undefined) continue;
                if (without === undefined) delete entry[key];
                else entry[key] = without(value);
              }
            },
          },
        ];
      },
    );
  });
}

/** A value of a document as a person would write it in a line. */
function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value).replaceAll('"', "");
}
