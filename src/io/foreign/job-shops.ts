/**
 * True for a flexible job shop: "jobs machines [average]", then a line for each job, its operations one after another, each as
 * the number of its machines and as many pairs of machine and time.
 */
export function looksLikeFlexibleShop(text: string): boolean {
  const [head = [], ...jobs] = numberRows(text);
  const [size, machines] = head;
  if (head.length < 2 || head.length > 3 || size !== jobs.length || jobs.length === 0) return false;
  return jobs.every((row) => {
    let at = 1;
    for (let k = 0; k < row[0]!; k++) {
      const choices = row[at];
      if (choices === undefined || choices < 1 || choices > machines!) return false;
      at += 1 + 2 * choices;
    }
    return at === row.length;
  });
}

/** True for a job shop: "jobs machines", then a line for each job with a pair of machine and time for each machine. */
export function looksLikeJobShop(text: string): boolean {
  const [head = [], ...jobs] = numberRows(text);
  const [size, machines] = head;
  if (head.length !== 2 || size !== jobs.length || jobs.length === 0) return false;
  return jobs.every((row) => {
    const order = row.filter((_, k) => k % 2 === 0);
    return row.length === 2 * machines! && new Set(order).size === machines;
  });
}

/** Lines of whole numbers; none if anything else stands there or the text is long. Lines behind # are comments. */
function numberRows(text: string): readonly (readonly number[])[] {
  if (text.length > 2 ** 20) return [];
  const lines = text.split("\n").filter((line) => !/^\s*(?:#.*)?$/.test(line));
  const rows = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return rows.every((row, i) => row.every((n) => Number.isInteger(n) || (i === 0 && n > 0)))
    ? rows
    : [];
}
