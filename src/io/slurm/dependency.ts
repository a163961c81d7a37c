/** One condition of a job on another. */
export interface Dependency {
  /** "afterok", "afterany", "aftercorr", "after", "afternotok", "afterburstbuffer", "singleton", ... */
  readonly kind: string;
  /** 0 for one that names no job. */
  readonly job: number;
  /** One task of an array; absent for all of it. */
  readonly index?: number;
  /** Minutes after the other has begun. */
  readonly minutes: number;
}

/**
 * The conditions of a dependency such as "afterok:12(unfulfilled),after:7_2+5", all of which must hold. Undefined for what is none, and where any one is enough ("?").
 * Source: man page of sbatch (--dependency).
 */
export function conditionsOf(text: string): readonly Dependency[] | undefined {
  const found: Dependency[] = [];
  for (const part of text.replaceAll(/\([^()]*\)/g, "").split(",")) {
    if (part.trim() === "") continue;
    const [kind, ...jobs] = part.trim().split(":");
    if (!/^[a-z]+$/.test(kind)) return undefined;
    if (jobs.length === 0) found.push({ kind, job: 0, minutes: 0 });
    for (const job of jobs) {
      const [, id, index, minutes = "0"] =
        /^(\d{1,10})(?:_(\d{1,9}|\*))?(?:\+(\d{1,7}))?$/.exec(job) ?? [];
      if (id === undefined) return undefined;
      const isOne = index !== undefined && index !== "*";
      found.push({
        kind,
        job: Number(id),
        ...(isOne && { index: Number(index) }),
        minutes: Number(minutes),
      });
    }
  }
  return found;
}
