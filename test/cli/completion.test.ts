import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const hasShell = (name: string) => spawnSync(name, ["--version"]).status === 0;

async function scriptFor(shell: string): Promise<string> {
  const { status, stdout } = await berth(["completion", shell]);
  expect(status).toBe(0);
  return stdout;
}

const bash = await scriptFor("bash");

/** What bash offers for a line whose last word is being typed. */
function offered(...words: readonly string[]): readonly string[] {
  const typed = ["berth", ...words].map((word) => `'${word}'`).join(" ");
  const script = `${bash}\nCOMP_WORDS=(${typed})\nCOMP_CWORD=${words.length}\n_berth\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`;
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-c", script]);
  expect(stderr.toString()).toBe("");
  expect(status).toBe(0);
  return stdout
    .toString()
    .split("\n")
    .filter((word) => word !== "");
}

test.for(["bash", "zsh", "fish"].filter(hasShell))("%s reads its script", async (shell) => {
  const file = folder.put(`berth.${shell}`, await scriptFor(shell));
  const { status, stderr } = spawnSync(shell, ["-n", file]);
  expect(stderr.toString()).toBe("");
  expect(status).toBe(0);
});

test.skipIf(!hasShell("bash"))("bash offers commands, options and values where they fit", () => {
  expect(offered("")).toEqual(expect.arrayContaining(["solve", "learn", "completion", "help"]));
  expect(offered("so")).toEqual(["solve"]);
  expect(offered("solve", "--time")).toEqual(["--time-limit"]);
  expect(offered("solve", "night.yaml", "--require-c")).toEqual(["--require-certified"]);
  expect(offered("solve", "night.yaml", "--risk", "p9")).toEqual(
    expect.arrayContaining([expect.stringMatching(/^p9/)]),
  );
  expect(offered("solve", "--method", "gre")).toEqual(["greedy"]);
  expect(offered("learn", "")).toEqual(expect.arrayContaining(["runtime", "policy", "evaluate"]));
  expect(offered("schema", "vi")).toEqual(["violation"]);
});

test.skipIf(!hasShell("bash"))("where a file is wanted bash is left to offer files", () => {
  expect(offered("solve", "ins")).toEqual([]);
  expect(offered("solve", "x.yaml", "-o", "")).toEqual([]);
  expect(offered("solve", "x.yaml", "--start", "--")).toEqual([]);
  // A file that is named like a command is no command.
  expect(offered("verify", "solve", "--requ")).toEqual(["--require-gap", "--require-certified"]);
});

test("every option that help shows is in each script", async () => {
  const help = (await berth(["replan", "--help"])).stdout;
  const flags = [...help.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)].map(([, flag]) => flag);
  expect(flags.length).toBeGreaterThan(15);
  for (const shell of ["bash", "zsh", "fish"]) {
    const script = await scriptFor(shell);
    for (const flag of flags)
      expect(script, shell).toContain(shell === "fish" ? `-l ${flag}` : `--${flag}`);
  }
  expect((await berth(["completion", "tcsh"])).status).toBe(1);
});
