/** Tasks that wait to be looked at, each at most once. */
export interface TaskQueue {
  push(task: number): void;
  /** The task that waits longest; -1 if none waits. */
  pop(): number;
}

/** First in, first out, for tasks 0 to size - 1. */
export function makeTaskQueue(size: number): TaskQueue {
  const items = new Int32Array(size);
  const waits = new Uint8Array(size);
  let first = 0;
  let length = 0;
  return {
    push(task) {
      if (waits[task] !== 0) return;
      waits[task] = 1;
      items[(first + length++) % size] = task;
    },
    pop() {
      if (length === 0) return -1;
      const task = items[first];
      first = (first + 1) % size;
      length--;
      waits[task] = 0;
      return task;
    },
  };
}
