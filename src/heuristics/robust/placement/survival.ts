import type { Recovery } from "../../../plan/types.ts";
import type { State } from "../../state/state.ts";
import { recoveriesOf } from "./recover.ts";

/** Placements tried for each loss of a move: most find their old recovery again. */
const NODE_LIMIT = 300;

/** That a placement in motion survives every loss: its recoveries, mended where a move concerns them. */
export class Survival {
  readonly #state: State;
  #recoveries: readonly Recovery[];
  /** Those before the move at hand. */
  #before: readonly Recovery[];
  readonly #tasks = new Set<number>();
  readonly #copies = new Set<number>();

  /** `recoveries` are those of the plan in the state. */
  constructor(state: State, recoveries: readonly Recovery[]) {
    this.#state = state;
    this.#recoveries = recoveries;
    this.#before = recoveries;
  }

  get recoveries(): readonly Recovery[] {
    return this.#recoveries;
  }

  /** After a piece came to the copy or left it. */
  changed(piece: number, copy: number): void {
    this.#tasks.add(this.#state.pieces.task[piece]);
    this.#copies.add(copy);
  }

  /** True if there is a recovery from every loss after what changed; else all that changed must be taken back. */
  confirm(): boolean {
    const found = recoveriesOf(this.#state, {
      hint: this.#recoveries,
      changed: { tasks: this.#tasks, copies: this.#copies },
      nodeLimit: NODE_LIMIT,
    });
    if ("why" in found) return false;
    this.#recoveries = found;
    return true;
  }

  /** A move begins where the state has these recoveries, by default those of the last move, which stands. */
  begin(recoveries: readonly Recovery[] = this.#recoveries): void {
    this.#recoveries = recoveries;
    this.#before = recoveries;
    this.#tasks.clear();
    this.#copies.clear();
  }

  /** The move at hand was taken back. */
  undo(): void {
    this.begin(this.#before);
  }
}
