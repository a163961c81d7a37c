/**
 * A smaller document for which `fails` still holds: entries of lists and keys of maps are left out, one at a time, as long as
 * any can be. At most `most` trials.
 */
export async function shrink(
  document: object,
  fails: (document: object) => Promise<boolean>,
  most = 400,
): Promise<object> {
  let best = document;
  let trials = 0;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const smaller of withoutOne(best)) {
      if (trials++ >= most) return best;
      if (!(await fails(smaller as object))) continue;
      best = smaller as object;
      isSmaller = true;
      break;
    }
  }
  return best;
}

/** Every copy of a value that lacks one entry or key at any depth, large parts first. */
function* withoutOne(value: unknown): Generator<unknown, void, void> {
  if (Array.isArray(value)) {
    for (const i of value.keys()) yield value.toSpliced(i, 1);
    for (const [i, item] of value.entries()) {
      for (const smaller of withoutOne(item)) yield value.with(i, smaller);
    }
  } else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    for (const [key] of entries) {
      yield Object.fromEntries(entries.filter(([other]) => other !== key));
    }
    for (const [key, item] of entries) {
      for (const smaller of withoutOne(item)) yield { ...value, [key]: smaller };
    }
  }
}
