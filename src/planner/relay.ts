/**
 * What something tells by a callback while it runs elsewhere, one after the other, and what it gives in the end. `start` is called
 * once the first is asked for. Whoever leaves early waits for it to end: `start` must hear of that some other way, by a signal.
 */
export async function* relay<Told, Given>(
  start: (tell: (told: Told) => void) => Promise<Given>,
): AsyncGenerator<Told, Given> {
  const queue: Told[] = [];
  let wake = () => {};
  let isDone = false;
  const ended = start((told) => {
    queue.push(told);
    wake();
  }).finally(() => {
    isDone = true;
    wake();
  });
  // Whoever waits below hears of a fault; until then nobody may.
  ended.catch(() => {});
  try {
    for (;;) {
      for (let told = queue.shift(); told !== undefined; told = queue.shift()) yield told;
      if (isDone) return await ended;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    await ended.catch(() => {});
  }
}

/** Each of what is told as something else; gives what it gives. */
export async function* mapped<Told, Event, Given>(
  told: AsyncGenerator<Told, Given>,
  eventOf: (told: Told) => Event,
): AsyncGenerator<Event, Given> {
  try {
    for (;;) {
      const { done, value } = await told.next();
      if (done === true) return value;
      yield eventOf(value);
    }
  } finally {
    await told.return(undefined as Given);
  }
}
