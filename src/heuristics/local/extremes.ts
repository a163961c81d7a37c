/** The largest and the smallest of many values, and how crowded the high ones are; each changes in O(log n). */
export class Extremes {
  readonly count: number;
  readonly #size: number;
  readonly #high: Float64Array;
  readonly #low: Float64Array;
  readonly #unit: number;
  readonly #power: 2 | 4;
  #powers = 0;

  /** `unit`: the value whose power counts 1 in `crowd`. `power` 4 looks at the high values, 2 at all of them. */
  constructor(values: Float64Array, unit: number, power: 2 | 4) {
    this.count = values.length;
    this.#unit = unit;
    this.#power = power;
    let size = 1;
    while (size < values.length) size *= 2;
    this.#size = size;
    this.#high = new Float64Array(2 * size).fill(-Infinity);
    this.#low = new Float64Array(2 * size).fill(Infinity);
    this.#high.set(values, size);
    this.#low.set(values, size);
    for (let node = size - 1; node >= 1; node--) this.#pull(node);
    for (const value of values) this.#powers += this.#raised(value);
  }

  get highest(): number {
    return this.#high[1];
  }

  get lowest(): number {
    return this.#low[1];
  }

  /** The mean of (value / unit) ^ power; floating point, for guidance only. */
  get powerMean(): number {
    return this.#powers / this.count;
  }

  set(item: number, value: number): void {
    let node = this.#size + item;
    const old = this.#high[node];
    if (old === value) return;
    this.#powers += this.#raised(value) - this.#raised(old);
    this.#high[node] = value;
    this.#low[node] = value;
    for (node >>= 1; node >= 1; node >>= 1) this.#pull(node);
  }

  /** The item with the highest value; the last one of equals. */
  topItem(): number {
    let node = 1;
    while (node < this.#size)
      node = 2 * node + (this.#high[2 * node + 1] === this.#high[node] ? 1 : 0);
    return node - this.#size;
  }

  /** The item with the lowest value; the last one of equals. */
  bottomItem(): number {
    let node = 1;
    while (node < this.#size)
      node = 2 * node + (this.#low[2 * node + 1] === this.#low[node] ? 1 : 0);
    return node - this.#size;
  }

  #raised(value: number): number {
    const square = (value / this.#unit) ** 2;
    return this.#power === 2 ? square : square * square;
  }

  #pull(node: number): void {
    const left = 2 * node;
    this.#high[node] = Math.max(this.#high[left], this.#high[left + 1]);
    this.#low[node] = Math.min(this.#low[left], this.#low[left + 1]);
  }
}
