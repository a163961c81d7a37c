/** A faulty document, and what must be said where. */
export interface BadDocument {
  readonly why: string;
  readonly document: unknown;
  readonly path: string;
  readonly says: string;
  readonly hint?: string;
}

export type Part = Readonly<Record<string, unknown>>;

export const node = { id: "node", capacity: { cpu: 8, memory: "64GiB" } };
export const job = { id: "job", runtime: "1h" };

export const batch = (part: Part) => ({
  mode: "batch",
  exclusive: true,
  resources: [node],
  tasks: [job],
  ...part,
});
export const task = (part: Part) => batch({ tasks: [{ ...job, ...part }] });
export const resource = (part: Part) => batch({ resources: [{ ...node, ...part }] });
export const placed = (part: Part) => ({ ...task(part), mode: "placement" });

export const bad = (
  why: string,
  document: unknown,
  path: string,
  says: string,
  hint?: string,
): BadDocument => ({ why, document, path, says, ...(hint !== undefined && { hint }) });

export const surviving = (robust: unknown, part: Part = {}) => ({
  mode: "placement",
  robust,
  resources: [{ ...node, labels: { zone: "eu" } }],
  tasks: [{ ...job, ...part }],
});

export const shared = (part: Part) => ({
  mode: "batch",
  resources: [node],
  tasks: [{ ...job, demand: { cpu: 1 } }],
  ...part,
});
export const gang = (part: Part) => shared({ tasks: [{ ...job, demand: { cpu: 1 }, ...part }] });
export const host = (part: Part) => shared({ resources: [{ ...node, ...part }] });
export const two = (first: Part, second: Part, more: Part = {}) =>
  shared({
    tasks: [
      { ...job, demand: { cpu: 1 }, id: "a", ...first },
      { ...job, demand: { cpu: 1 }, id: "b", ...second },
    ],
    ...more,
  });
export const start = "2026-11-24T18:00+01:00";
