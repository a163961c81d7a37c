/** A command as a shell completes it; all texts are words of letters, digits and hyphens. */
export interface CompletedCommand {
  /** "solve", "learn runtime"; "" is the program. */
  readonly path: string;
  /** Commands below it and words that may be its arguments. */
  readonly words: readonly string[];
  readonly options: readonly CompletedOption[];
}

interface CompletedOption {
  /** "-o", "--output". */
  readonly flags: readonly string[];
  readonly takesValue: boolean;
  /** Empty: a file, or anything else. */
  readonly values: readonly string[];
}

/** Script of each shell. All walk the words so far to find the command, then offer its words, or its options behind a hyphen. */
export const SCRIPTS = { bash, zsh, fish } as const;

type Commands = readonly CompletedCommand[];

function bash(commands: Commands): string {
  const reply = (words: readonly string[]) => `words="${words.join(" ")}"`;
  return `# bash completion of berth
_berth() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" at="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
      ${steps(commands)}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at $prev" in
${valueCases(commands, reply, "return")}
    *)
      case "$cur" in
        -*)
          case "$at" in
${cases(commands, flagsOf, reply)}
          esac ;;
        *)
          case "$at" in
${cases(commands, ({ words }) => words, reply)}
          esac ;;
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o bashdefault -o default -F _berth berth
`;
}

function zsh(commands: Commands): string {
  const add = (words: readonly string[]) =>
    words.length === 0 ? "_files" : `compadd -- ${words.join(" ")}`;
  return `#compdef berth
_berth() {
  local cur="\${words[CURRENT]}" prev="\${words[CURRENT-1]}" at="" word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in
      (${steps(commands)}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at $prev" in
${valueCases(commands, add, "_files")}
    *)
      case "$cur" in
        -*)
          case "$at" in
${cases(commands, flagsOf, add)}
          esac ;;
        *)
          case "$at" in
${cases(commands, ({ words }) => words, add)}
          esac ;;
      esac ;;
  esac
}
compdef _berth berth
`;
}

function fish(commands: Commands): string {
  const lines = commands.flatMap(({ path, words, options }) => {
    const at = `complete -c berth -n '__berth_at "${path}"'`;
    const offered = words.length === 0 ? [] : [`${at} -f -a '${words.join(" ")}'`];
    return [...offered, ...options.map((option) => `${at}${fishOption(option)}`)];
  });
  return `# fish completion of berth
function __berth_at
  set -l at ""
  for word in (commandline -opc)[2..-1]
    switch "$at $word"
      case ${steps(commands).replaceAll("|", " ")}
        set at (string trim "$at $word")
    end
  end
  test "$at" = "$argv[1]"
end
${lines.join("\n")}
`;
}

function fishOption({ flags, takesValue, values }: CompletedOption): string {
  const names = flags.map((flag) =>
    flag.startsWith("--") ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`,
  );
  const value = values.length > 0 ? ` -x -a '${values.join(" ")}'` : takesValue ? " -r" : "";
  return `${names.join("")}${value}`;
}

/** Patterns of a command so far and the next word, where that is a command below it. */
function steps(commands: Commands): string {
  const inner = commands.filter(({ path }) => path !== "");
  return inner.map(({ path }) => `"${path.replace(/ ?(\S+)$/, " $1")}"`).join("|");
}

function flagsOf({ options }: CompletedCommand): readonly string[] {
  return options.flatMap(({ flags }) => flags);
}

/** A case for each option that takes a value; `otherwise` where nobody knows which. */
function valueCases(
  commands: Commands,
  offer: (words: readonly string[]) => string,
  otherwise: string,
): string {
  const lines = commands.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, values }) => {
        const patterns = flags.map((flag) => `"${path} ${flag}"`).join("|");
        return `    ${patterns}) ${values.length > 0 ? offer(values) : otherwise} ;;`;
      }),
  );
  return lines.join("\n");
}

/** A case for each command. */
function cases(
  commands: Commands,
  wordsOf: (command: CompletedCommand) => readonly string[],
  offer: (words: readonly string[]) => string,
): string {
  return commands
    .map((command) => `            "${command.path}") ${offer(wordsOf(command))} ;;`)
    .join("\n");
}
