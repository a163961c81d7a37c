/** Goes through steps with an empty event after each, a moment to look at the clock, and returns what they return. */
export function* quietly<T>(
  steps: Generator<void, T, void>,
): Generator<Readonly<Record<string, never>>, T, void> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    yield {};
  }
}
