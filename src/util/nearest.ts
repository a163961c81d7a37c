/**
 * The candidate that differs from `word` by the fewest edits, if that is few enough to be a slip:
 * at most two, and at most a third of its length (one for short words). Ties go to the first. Words with numbers are names
 * of different things where the numbers differ or the words are short: no "h100" is a slip for "a100", no "job-2" for "job-1".
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const text = word.toLowerCase();
  let best: string | undefined;
  let fewest = Math.min(2, Math.max(1, Math.floor(word.length / 3))) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= fewest) continue;
    const edits = editDistance(text, candidate.toLowerCase(), fewest);
    if (edits < fewest && isSlip(text, candidate.toLowerCase(), edits)) {
      [best, fewest] = [candidate, edits];
    }
  }
  return best;
}

function isSlip(a: string, b: string, edits: number): boolean {
  if (!/\d/.test(a) && !/\d/.test(b)) return true;
  if (numbersOf(a) !== numbersOf(b)) return false;
  const letters = a.replaceAll(/[^a-z]/g, "");
  return letters === b.replaceAll(/[^a-z]/g, "") || edits <= letters.length / 3;
}

function numbersOf(text: string): string {
  return (text.match(/\d+/g) ?? []).map(Number).join();
}

/**
 * Insertions, deletions, replacements and swaps of neighbours between two texts; `limit` if not fewer.
 * O(|a| |b|). Source: Damerau (1964), DOI 10.1145/363958.363994, in the restricted form.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let edits = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) edits = Math.min(edits, beforeLast[j - 2]! + 1);
      row.push(edits);
    }
    if (Math.min(...row) >= limit) return limit;
    [beforeLast, last] = [last, row];
  }
  return Math.min(last[b.length]!, limit);
}
