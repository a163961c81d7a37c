import type { Trail } from "./trail.ts";

/** What a clause is kept for. */
export interface ClauseFacts {
  activity: number;
  /** Levels that its literals came from when it was learned (Audemard, Simon, 2009). */
  readonly levels: number;
  /** Its step in the log, or -1 - a rule of the model. */
  readonly step: number;
}

/** Clauses over bounds with two watched literals each. A clause is a flat list of literals (bound, least). */
export class Clauses {
  readonly literals: Int32Array[] = [];
  readonly facts: ClauseFacts[] = [];
  /** By bound: clause and least value at which the watched literal becomes false. */
  readonly #watches: number[][];
  readonly #trail: Trail;

  constructor(trail: Trail) {
    this.#trail = trail;
    this.#watches = Array.from(trail.now, () => []);
  }

  get count(): number {
    return this.literals.length;
  }

  /** Adds a clause of at least two literals, of which the first two are watched. */
  add(literals: Int32Array, facts: ClauseFacts): number {
    const c = this.literals.length;
    this.literals.push(literals);
    this.facts.push(facts);
    this.#watch(c, 0);
    this.#watch(c, 2);
    return c;
  }

  #watch(c: number, at: number): void {
    const literals = this.literals[c];
    this.#watches[literals[at] ^ 1].push(c, 1 - literals[at + 1]);
  }

  /** Looks at the clauses that an entry may have left one literal; false at a contradiction. */
  propagate(entry: number): boolean {
    const trail = this.#trail;
    const { now } = trail;
    const raised = trail.bound[entry];
    const [from, to] = [trail.from[entry], trail.to[entry]];
    const list = this.#watches[raised];
    let kept = 0;
    for (let i = 0; i < list.length; i += 2) {
      const c = list[i];
      const threshold = list[i + 1];
      if (threshold <= from || threshold > to) {
        list[kept++] = c;
        list[kept++] = threshold;
        continue;
      }
      const own = this.literals[c];
      if (own[0] === (raised ^ 1) && own[1] === 1 - threshold) {
        [own[0], own[1], own[2], own[3]] = [own[2], own[3], own[0], own[1]];
      }
      if (now[own[0]] >= own[1]) {
        list[kept++] = c;
        list[kept++] = threshold;
        continue;
      }
      let next = 4;
      while (next < own.length && now[own[next] ^ 1] >= 1 - own[next + 1]) next += 2;
      if (next < own.length) {
        [own[2], own[3], own[next], own[next + 1]] = [own[next], own[next + 1], own[2], own[3]];
        this.#watch(c, 2);
        continue;
      }
      list[kept++] = c;
      list[kept++] = threshold;
      if (!trail.raise(own[0], own[1], -2 - c)) {
        for (let j = i + 2; j < list.length; j++) list[kept++] = list[j];
        list.length = kept;
        return false;
      }
    }
    list.length = kept;
    return true;
  }

  /** Drops the less useful half of the learned clauses. Only at level 0, so that none is a reason. */
  reduce(): void {
    const order = this.facts.map((_, c) => c);
    const worth = (c: number) => {
      const { levels, activity } = this.facts[c];
      return levels <= 2 ? Infinity : activity;
    };
    order.sort((a, b) => (worth(a) === worth(b) ? a - b : worth(b) - worth(a)));
    const half = Math.ceil(order.length / 2);
    const kept = order.filter((c, i) => i < half || worth(c) === Infinity).sort((a, b) => a - b);
    const literals = kept.map((c) => this.literals[c]);
    const facts = kept.map((c) => this.facts[c]);
    for (const one of facts) one.activity /= 2;
    this.literals.length = 0;
    this.facts.length = 0;
    for (const list of this.#watches) list.length = 0;
    const { now } = this.#trail;
    literals.forEach((own, i) => {
      // True at the root: of no more use.
      for (let k = 0; k < own.length; k += 2) if (now[own[k]] >= own[k + 1]) return;
      // Literals that are not false come first, since those are watched.
      let front = 0;
      for (let k = 0; k < own.length && front < 4; k += 2) {
        if (now[own[k] ^ 1] >= 1 - own[k + 1]) continue;
        [own[front], own[front + 1], own[k], own[k + 1]] = [
          own[k],
          own[k + 1],
          own[front],
          own[front + 1],
        ];
        front += 2;
      }
      if (front === 4) this.add(own, facts[i]);
    });
  }
}
