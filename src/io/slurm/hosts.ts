/** Most names that one list stands for. */
const MOST_HOSTS = 100_000;

/**
 * The names that a host list such as "gpu[01-03,07],login" stands for, in its order; numbers keep their zeros. Undefined for what is
 * none, or stands for more than 100,000.
 * Source: man page of scontrol (show hostnames).
 */
export function hostNames(text: string): readonly string[] | undefined {
  const names: string[] = [];
  for (const part of partsOf(text)) {
    const expanded = expandedPart(part);
    if (expanded === undefined || names.length + expanded.length > MOST_HOSTS) return undefined;
    names.push(...expanded);
  }
  return names;
}

/** Apart by commas that stand in no brackets. */
function partsOf(text: string): readonly string[] {
  return text.split(/,(?![^[]*\])/).flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
}

function expandedPart(part: string): readonly string[] | undefined {
  const [, before, inside, after] = /^([^[\]]*)\[([^[\]]*)\](.*)$/.exec(part) ?? [];
  if (inside === undefined) return HOST.test(part) ? [part] : undefined;
  const ends = after === "" ? [""] : expandedEnd(after);
  const numbers = rangeNumbers(inside);
  if (numbers === undefined || ends === undefined) return undefined;
  if (numbers.length * ends.length > MOST_HOSTS) return undefined;
  const names = numbers.flatMap((number) => ends.map((end) => `${before}${number}${end}`));
  return names.every((name) => HOST.test(name)) ? names : undefined;
}

function expandedEnd(after: string): readonly string[] | undefined {
  return after.includes("[") ? expandedPart(after) : [after];
}

const HOST = /^[A-Za-z0-9_.-]+$/;

/** "01-03,07" as "01", "02", "03", "07". */
function rangeNumbers(inside: string): readonly string[] | undefined {
  const numbers: string[] = [];
  for (const range of inside.split(",")) {
    const [, from, to = from] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(range.trim()) ?? [];
    if (from === undefined) return undefined;
    const [low, high] = [Number(from), Number(to)];
    if (high < low || numbers.length + high - low >= MOST_HOSTS) return undefined;
    for (let n = low; n <= high; n++) numbers.push(String(n).padStart(from.length, "0"));
  }
  return numbers;
}

/**
 * The indices that an array such as "0-3,8-12:2" stands for, in ascending order. Undefined for what is none, or has more than
 * 100,000.
 */
export function arrayIndices(text: string): readonly number[] | undefined {
  const found = new Set<number>();
  for (const range of text.split(",")) {
    const [, from, to = from, step = "1"] =
      /^(\d{1,9})(?:-(\d{1,9}))?(?::([1-9]\d{0,8}))?$/.exec(range.trim()) ?? [];
    if (from === undefined) return undefined;
    const [low, high, by] = [Number(from), Number(to), Number(step)];
    if (high < low || found.size + (high - low) / by >= MOST_HOSTS) return undefined;
    for (let n = low; n <= high; n += by) found.add(n);
  }
  return [...found].sort((a, b) => a - b);
}
