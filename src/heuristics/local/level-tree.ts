/** The largest and the smallest of many levels, and how crowded the high ones are; each changes in O(log n). */
export class LevelTree {
  readonly count: number;
  readonly #size: number;
  readonly #high: Float64Array;
  readonly #low: Float64Array;
  readonly #unit: number;
  readonly #power: 2 | 4;
  #powers = 0;

  /** `unit`: the level whose power counts 1 in `crowd`. `power` 4 looks at the high levels, 2 at all of them. */
  constructor(levels: Float64Array, unit: number, power: 2 | 4) {
    this.count = levels.length;
    this.#unit = unit;
    this.#power = power;
    let size = 1;
    while (size < levels.length) size *= 2;
    this.#size = size;
    this.#high = new Float64Array(2 * size).fill(-Infinity);
    this.#low = new Float64Array(2 * size).fill(Infinity);
    this.#high.set(levels, size);
    this.#low.set(levels, size);
    for (let node = size - 1; node >= 1; node--) this.#pull(node);
    for (const level of levels) this.#powers += this.#raised(level);
  }

  get highest(): number {
    return this.#high[1];
  }

  get lowest(): number {
    return this.#low[1];
  }

  /** The mean of (level / unit) ^ power; floating point, for guidance only. */
  get powerMean(): number {
    return this.#powers / this.count;
  }

  set(item: number, level: number): void {
    let node = this.#size + item;
    const old = this.#high[node];
    if (old === level) return;
    this.#powers += this.#raised(level) - this.#raised(old);
    this.#high[node] = level;
    this.#low[node] = level;
    for (node >>= 1; node >= 1; node >>= 1) this.#pull(node);
  }

  /** The item with the highest level; the last one of equals. */
  topItem(): number {
    let node = 1;
    while (node < this.#size)
      node = 2 * node + (this.#high[2 * node + 1] === this.#high[node] ? 1 : 0);
    return node - this.#size;
  }

  /** The item with the lowest level; the last one of equals. */
  bottomItem(): number {
    let node = 1;
    while (node < this.#size)
      node = 2 * node + (this.#low[2 * node + 1] === this.#low[node] ? 1 : 0);
    return node - this.#size;
  }

  #raised(level: number): number {
    const square = (level / this.#unit) ** 2;
    return this.#power === 2 ? square : square * square;
  }

  #pull(node: number): void {
    const left = 2 * node;
    this.#high[node] = Math.max(this.#high[left], this.#high[left + 1]);
    this.#low[node] = Math.min(this.#low[left], this.#low[left + 1]);
  }
}
