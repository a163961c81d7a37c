/** Every copy of a value in which one number, text or list is another one. */
export function* mutants(value: unknown): Generator<unknown> {
  if (typeof value === "number") {
    yield* [value + 1, value - 1, 2 * value, Math.floor(value / 2), -value, value + 0.5];
    yield* [Number.NaN, Infinity, `${value}`, null];
  } else if (typeof value === "string") yield* ["", "constructor", 0];
  else if (Array.isArray(value)) {
    yield* [value.slice(1), [...value, 0], [...value].reverse(), {}];
    for (const [i, item] of value.entries()) {
      for (const mutant of mutants(item)) yield value.with(i, mutant);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
      for (const mutant of mutants(item)) yield { ...value, [key]: mutant };
    }
  }
}
