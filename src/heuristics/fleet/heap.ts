/** Restores a heap of copies (least load first, then number) after its first copy got more. O(log copies). */
export function siftDown(heap: Int32Array, load: Float64Array): void {
  const copy = heap[0];
  const own = load[copy];
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child], load)) child++;
    const other = heap[child];
    if (load[other] > own || (load[other] === own && other > copy)) break;
    heap[i] = other;
    i = child;
  }
  heap[i] = copy;
}

function isBefore(a: number, b: number, load: Float64Array): boolean {
  return load[a] < load[b] || (load[a] === load[b] && a < b);
}
