import { Command } from "commander";
import { expect, test } from "vitest";
import { unknownWords } from "../../src/cli/unknown-words.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();
const program = new Command("berth");
program.command("solve");
program.command("verify");
program.command("import").command("gavel");

test.each([
  [["help", "slove"], /no command "slove"[\s\S]*Maybe write berth help solve\./],
  [["help", "import", "gavl"], /no command "gavl"[\s\S]*Maybe write berth help import gavel\./],
  [["help", "everything"], /no command "everything"[\s\S]*Known are: solve, verify, import\./],
  [["night.yaml"], /no command "night\.yaml"[\s\S]*Maybe write berth solve night\.yaml\./],
  [[folder.put("night", "x")], /Maybe write berth solve /],
])("%j is told what was meant", (words, says) => {
  expect(unknownWords(program, words)).toMatch(says);
});

test.each([
  [[]],
  [["help"]],
  [["help", "solve"]],
  [["help", "import", "gavel"]],
  [["help", "solve", "--json"]],
  [["solve", "night.yaml"]],
  [["--version"]],
  [["slove", "night.yaml"]],
])("%j is for the program to read", (words) => {
  expect(unknownWords(program, words)).toBeUndefined();
});
