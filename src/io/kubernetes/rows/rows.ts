import type { PodUnit } from "../units/unit.ts";

/** One row of tasks: its fields but id and count, and what it stands for. */
export interface Row {
  readonly unit: PodUnit;
  readonly id: string;
  /** Copies of the task. */
  readonly count: number;
  /** Pods of these copies together. */
  readonly pods: number;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Named by others, or with others in its own fields: never one with another row. */
  readonly isAlone: boolean;
}

/** Rows that differ in nothing but what they stand for. */
export interface Entry {
  readonly id: string;
  readonly count: number;
  readonly fields: Row["fields"];
  /** In the order of the copies. */
  readonly rows: readonly Row[];
}

/** Brings equal rows together, in the order in which each first appears. */
export function entriesOf(rows: readonly Row[]): readonly Entry[] {
  const byKey = new Map<string, Row[]>();
  for (const row of rows) {
    const key = row.isAlone ? `\n${row.id}` : JSON.stringify(row.fields);
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, [row]);
    else same.push(row);
  }
  const taken = new Set(rows.map(({ id }) => id));
  return [...byKey.values()].map((same) => {
    const count = same.reduce((sum, row) => sum + row.count, 0);
    const [{ fields }] = same;
    return { id: nameOf(same, taken), count, fields, rows: same };
  });
}

/** The name of the only row, or of what owns them all, or of the first. */
function nameOf(rows: readonly Row[], taken: Set<string>): string {
  const [{ id, unit }] = rows;
  if (rows.length === 1) return id;
  const owners = new Set(rows.map((row) => ownerOf(row.unit)));
  const [owner] = owners;
  if (owners.size > 1 || owner === undefined) return id;
  const name = `${unit.object.ref.namespace}/${owner}`;
  if (taken.has(name)) return id;
  taken.add(name);
  return name;
}

function ownerOf({ object, part }: PodUnit): string | undefined {
  const owner = object.owners.find(({ isController }) => isController) ?? object.owners[0];
  return owner !== undefined && part === "" && /^[A-Za-z0-9_.-]+$/.test(owner.name)
    ? owner.name
    : undefined;
}
