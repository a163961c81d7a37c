/** Kinds of events in the order in which they are looked at within one instant. */
export const KIND = { end: 0, up: 1, down: 2, arrival: 3, wake: 4 } as const;

/** Something that will happen at a time (ms): to a task copy or a resource copy, or to nobody. */
export interface SimulatedEvent {
  readonly time: number;
  readonly kind: (typeof KIND)[keyof typeof KIND];
  readonly of: number;
  /** Of an end: which run of the task copy it ends. */
  readonly run: number;
}

/** A binary heap of events by time, kind and number, so that equal runs are equal everywhere. O(log n) a step. */
export class EventQueue {
  readonly #heap: SimulatedEvent[] = [];

  get next(): SimulatedEvent | undefined {
    return this.#heap[0];
  }

  push(event: SimulatedEvent): void {
    const heap = this.#heap;
    let i = heap.push(event) - 1;
    while (i > 0) {
      const up = (i - 1) >>> 1;
      if (!isBefore(heap[i], heap[up])) return;
      [heap[i], heap[up]] = [heap[up], heap[i]];
      i = up;
    }
  }

  pop(): SimulatedEvent | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let i = 0; ; ) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < heap.length && isBefore(heap[child], heap[least])) least = child;
      }
      if (least === i) return first;
      [heap[i], heap[least]] = [heap[least], heap[i]];
      i = least;
    }
  }
}

function isBefore(a: SimulatedEvent, b: SimulatedEvent): boolean {
  return (a.time - b.time || a.kind - b.kind || a.of - b.of || a.run - b.run) < 0;
}
