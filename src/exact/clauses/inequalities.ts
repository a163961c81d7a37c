/**
 * Inequalities x + c <= y of variables, each under conditions that are literals: flat arrays while a model is made, then typed. `kind` and
 * `about` name the rule that an inequality comes from, as lemmas of a log do.
 */
export class Inequalities {
  readonly less: number[] = [];
  readonly more: number[] = [];
  readonly by: number[] = [];
  readonly kind: number[] = [];
  readonly about: (readonly number[])[] = [];
  /** Conditions of inequality i: literals conditions[begin[i]] .. conditions[begin[i + 1] - 1]. */
  readonly begin: number[] = [0];
  readonly conditions: number[] = [];

  get count(): number {
    return this.less.length;
  }

  add(
    less: number,
    by: number,
    more: number,
    kind: number,
    about: readonly number[],
    conditions: readonly number[] = [],
  ): void {
    this.less.push(less);
    this.by.push(by);
    this.more.push(more);
    this.kind.push(kind);
    this.about.push(about);
    this.conditions.push(...conditions);
    this.begin.push(this.conditions.length);
  }

  /** By bound: the inequalities that its raising may move, or whose condition it may settle. */
  watchers(bounds: number): readonly Int32Array[] {
    const lists: number[][] = Array.from({ length: bounds }, () => []);
    for (let i = 0; i < this.count; i++) {
      lists[2 * this.less[i]].push(i);
      lists[2 * this.more[i] + 1].push(i);
      for (let k = this.begin[i]; k < this.begin[i + 1]; k += 2) lists[this.conditions[k]].push(i);
    }
    return lists.map((list) => Int32Array.from(list));
  }
}
