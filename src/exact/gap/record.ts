import type { GapNode } from "./node.ts";

/** A node of a search proof while it grows. */
export interface RecordedNode {
  prices: number[][];
  task?: number;
  children?: RecordedBranch[];
}

/** A child below the decision for one resource. */
export interface RecordedBranch extends RecordedNode {
  resource: number;
}

/** Writes down what a search does, until that grows too large to be kept. */
export interface Recorder {
  readonly root: RecordedNode;
  /** Notes the prices by which a node was refuted or pairs were removed. */
  prices(record: RecordedNode | undefined, node: GapNode): void;
  branch(parent: RecordedNode, resource: number): RecordedNode | undefined;
  /** False once something had to be left out. */
  readonly whole: boolean;
}

/** Prices that are kept in all: past these a proof is too large to be written. */
const MOST_PRICES = 4_000_000;

/** A recorder of at most `mostNodes` nodes; `shift` is added to the price of each task. */
export function makeRecorder(shift: Float64Array, mostNodes: number): Recorder {
  const root: RecordedNode = { prices: [] };
  let nodes = 1;
  let numbers = 0;
  const recorder = {
    root,
    whole: nodes <= mostNodes,
    prices(record: RecordedNode | undefined, { prices, home }: GapNode) {
      if (record === undefined || !recorder.whole) return;
      numbers += prices.length;
      if (numbers > MOST_PRICES) return drop();
      // Prices of fixed tasks cancel, so they are left at the shortest number.
      record.prices.push(Array.from(prices, (u, j) => (home[j] === -1 ? u + shift[j] : 0)));
    },
    branch(parent: RecordedNode, resource: number): RecordedNode | undefined {
      if (!recorder.whole) return undefined;
      if (++nodes > mostNodes) {
        drop();
        return undefined;
      }
      const child: RecordedBranch = { resource, prices: [] };
      parent.children ??= [];
      parent.children.push(child);
      return child;
    },
  };
  function drop(): void {
    recorder.whole = false;
    root.prices = [];
    delete root.children;
  }
  return recorder;
}
