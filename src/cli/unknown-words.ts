import { existsSync } from "node:fs";
import { extname } from "node:path";
import type { Command } from "commander";
import { nearest } from "../util/nearest.ts";

/**
 * The sentence for words that name no command: `berth help slove`, which would print the help of everything, and a file
 * where a command is missing. Undefined where the words are for the program to read.
 */
export function unknownWords(program: Command, words: readonly string[]): string | undefined {
  const [first, ...rest] = words;
  if (first === undefined || first.startsWith("-")) return undefined;
  if (first === "help") return unknownTopic(program, rest);
  const isFile = /^\.(?:ya?ml|json)$/i.test(extname(first)) || existsSync(first);
  if (program.commands.some((command) => command.name() === first) || !isFile) return undefined;
  return `There is no command ${JSON.stringify(first)}.\nMaybe write berth solve ${first}.`;
}

function unknownTopic(program: Command, words: readonly string[]): string | undefined {
  let at = program;
  for (const word of words) {
    if (word.startsWith("-")) return undefined;
    const names = at.commands.map((command) => command.name());
    const found = at.commands.find((command) => command.name() === word);
    if (found === undefined) {
      if (names.length === 0) return undefined;
      const guess = nearest(word, names);
      const hint =
        guess === undefined
          ? `Known are: ${names.join(", ")}.`
          : `Maybe write ${["berth help", ...words.slice(0, words.indexOf(word)), guess].join(" ")}.`;
      return `There is no command ${JSON.stringify(word)}.\n${hint}`;
    }
    at = found;
  }
  return undefined;
}
