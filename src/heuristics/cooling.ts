import type { Random } from "../util/random.ts";

/**
 * Simulated annealing with geometric cooling (Kirkpatrick, Gelatt, Vecchi 1983, DOI 10.1126/science.220.4598.671): a rise by the
 * temperature is accepted with probability 1/e.
 */
export class Cooling {
  readonly #start: number;
  readonly #factor: number;
  #part = 1;

  /** Begins at `temperature`; `factor`: what each `cool` leaves of it. */
  constructor(temperature: number, factor: number) {
    this.#start = temperature;
    this.#factor = factor;
  }

  /** What is left of the first temperature, as a part of it. */
  get part(): number {
    return this.#part;
  }

  cool(): void {
    this.#part *= this.#factor;
  }

  /** The largest rise that one draw accepts. */
  slack(random: Random): number {
    return -this.#start * this.#part * Math.log(1 - random.unit());
  }

  /** True if a rise is accepted; draws only where there is one. */
  accepts(rise: number, random: Random): boolean {
    return rise <= 0 || rise < this.slack(random);
  }
}
