import { relaxedAfterLosses } from "../../bounds/losses.ts";
import type { Instance } from "../../instance/types.ts";
import type { Bound } from "../../plan/types.ts";
import { Incumbent } from "../incumbent.ts";
import type { LevelTask } from "../method.ts";
import { raiseOverTime } from "../over-time/bounds.ts";

/**
 * Raises what areas and times prove of what is left after losses: a plan that survives leaves room for all of it. Such bounds have
 * no certificate, since those speak of the instance itself.
 */
export async function raiseAfterLosses(task: LevelTask): Promise<void> {
  const { instance, target } = task.incumbent;
  for (const { name, instance: left } of relaxedAfterLosses(instance, target)) {
    await raiseOverTime({ ...task, incumbent: new Relaxed(task.incumbent, left, name) });
    if (task.clock.stopped() !== undefined) return;
  }
}

/** A level of which only bounds are wanted. */
class Relaxed extends Incumbent {
  readonly #real: Incumbent;
  readonly #name: string;

  constructor(real: Incumbent, left: Instance, name: string) {
    super(left, real.target, [], () => {});
    this.#real = real;
    this.#name = name;
  }

  /** What survives leaves a plan for what is left. */
  override refute(sentence: string): void {
    super.refute(sentence);
    if (this.#real.plan === undefined) this.#real.refute(`Without ${this.#name}: ${sentence}`);
  }

  override raise(bound: Bound): void {
    super.raise(bound);
    const { certificate: _, ...plain } = bound;
    this.#real.raise({ ...plain, source: `${plain.source} without ${this.#name}` });
  }
}
