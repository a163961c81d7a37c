/** What a person may have meant: the text to write, and another where the written one is ambiguous. */
export interface Guess {
  readonly text: string;
  readonly other?: {
    readonly text: string;
    /** What must be meant for it, such as "minutes are meant". */
    readonly when: string;
  };
}

/** `Maybe write "90s", or "90m" if minutes are meant.` */
export function guessText({ text, other }: Guess): string {
  const or = other === undefined ? "" : `, or ${quoted(other.text)} if ${other.when}`;
  return `Maybe write ${quoted(text)}${or}.`;
}

/** A guess with every text changed. */
export function mapGuess({ text, other }: Guess, change: (text: string) => string): Guess {
  return {
    text: change(text),
    ...(other !== undefined && { other: { ...other, text: change(other.text) } }),
  };
}

/** The guess without the texts that are none, or undefined if nothing is left. */
export function keepGuess(
  { text, other }: Guess,
  isSound: (text: string) => boolean,
): Guess | undefined {
  const second = other !== undefined && isSound(other.text) ? other : undefined;
  if (isSound(text)) return { text, ...(second !== undefined && { other: second }) };
  return second === undefined ? undefined : { text: second.text };
}

function quoted(text: string): string {
  return /^[\d.]+$/.test(text) ? text : `"${text}"`;
}
