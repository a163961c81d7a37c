/** Most ways in which a constraint may be met. */
export const MOST_WAYS = 64;

/**
 * The ways to meet a constraint such as "a100&(ib|roce)": for each the features that a node must have all of. Undefined for what is said otherwise: counts
 * ("a*2"), what all nodes must have in common ("[a|b]", which is plain for one node), and more than 64 ways.
 * Source: man page of sbatch (--constraint).
 */
export function waysOf(text: string, nodes: number): readonly (readonly string[])[] | undefined {
  const plain = nodes === 1 ? text.replaceAll("[", "(").replaceAll("]", ")") : text;
  const tokens = plain.match(/[A-Za-z0-9_.:=/@-]+|[&|,()]|\S/g) ?? [];
  if (tokens.length > 1000) return undefined;
  let at = 0;
  const sum = (depth: number): Ways => {
    let ways = product(depth);
    while (tokens[at] === "|") {
      at++;
      const other = product(depth);
      ways = ways === undefined || other === undefined ? undefined : limited([...ways, ...other]);
    }
    return ways;
  };
  const product = (depth: number): Ways => {
    let ways = atom(depth);
    while (tokens[at] === "&" || tokens[at] === ",") {
      at++;
      const other = atom(depth);
      ways =
        ways === undefined || other === undefined || ways.length * other.length > MOST_WAYS
          ? undefined
          : ways.flatMap((one) => other.map((two) => [...new Set([...one, ...two])]));
    }
    return ways;
  };
  const atom = (depth: number): Ways => {
    const token = tokens[at++];
    if (token === "(" && depth < 50) {
      const ways = sum(depth + 1);
      return tokens[at++] === ")" ? ways : undefined;
    }
    return token !== undefined && FEATURE.test(token) ? [[token]] : undefined;
  };
  const ways = sum(0);
  return at === tokens.length ? ways : undefined;
}

type Ways = readonly (readonly string[])[] | undefined;

/** What may stand in the name of a label. */
const FEATURE = /^[A-Za-z0-9_./:-]+$/;

function limited(ways: readonly (readonly string[])[]): Ways {
  return ways.length <= MOST_WAYS ? ways : undefined;
}
