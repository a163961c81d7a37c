/**
 * `work` that is done once for each key: keys are frozen, so what was found stays true, and it is forgotten with its key.
 * Every caller is given the same value and leaves it as it is.
 */
export function remember<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const held = known.get(key);
    if (held !== undefined) return held.value;
    const value = work(key);
    known.set(key, { value });
    return value;
  };
}
