/**
 * What a terminal would obey or not show: controls (ESC and C1 among them), bidi and zero-width characters, line ends of all
 * kinds, halves of characters, and letters that are blank by definition.
 */
const UNSEEN = /\u034f|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/**
 * A text of others as it may stand in a line on a terminal: whatever is not seen becomes \uXXXX. Idempotent, and the same data
 * where the text is JSON.
 */
export function plain(text: string): string {
  return text.replace(UNSEEN, escaped);
}

/** `plain` of a text that brings its own lines. */
export function plainLines(text: string): string {
  return text.replace(UNSEEN, (unseen) => (unseen === "\n" ? unseen : escaped(unseen)));
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
  }).join("");
}
