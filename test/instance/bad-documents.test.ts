import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { InstanceError, type Issue } from "../../src/util/errors.ts";
import { BAD_DOCUMENTS } from "./bad-documents.ts";

const found = new Map<unknown, readonly Issue[]>();

/** The issues of a document; some are large, so each is parsed once. */
function issuesOf(document: unknown): readonly Issue[] {
  const known = found.get(document) ?? parsed(document);
  found.set(document, known);
  return known;
}

function parsed(document: unknown): readonly Issue[] {
  try {
    parseInstance(document);
  } catch (error) {
    if (error instanceof InstanceError) return error.issues;
    throw error;
  }
  return [];
}

test.each(BAD_DOCUMENTS)("refuses $why", ({ document, path, says, hint }) => {
  const issues = issuesOf(document);
  const there = issues.filter((issue) => issue.path === path && issue.message.includes(says));
  expect(there, JSON.stringify(issues.slice(0, 5))).not.toEqual([]);
  expect(there[0]?.hint ?? "").toContain(hint ?? "");
});

test("each message is plain: one line, no full stop, no dump of the document", () => {
  for (const { document } of BAD_DOCUMENTS) {
    for (const { message, hint } of issuesOf(document)) {
      expect(message).toMatch(/^[^\n]{5,200}[^.\n]$/);
      if (hint !== undefined) expect(hint).toMatch(/^Maybe .*\.$/);
    }
  }
});

test("all issues are told at once", () => {
  const document = {
    mode: "batch",
    exclusive: true,
    budget: "ten",
    resources: [{ id: "a", power: 3 }, { id: "a" }],
    tasks: [
      { id: "x", runtime: 5, colour: "red" },
      { id: "y", runtime: "1h", demand: { cpu: -1 } },
    ],
    objectives: ["cots", "energy"],
  };
  expect(
    issuesOf(document)
      .map(({ path }) => path)
      .sort(),
  ).toEqual([
    "/budget",
    "/objectives/0",
    "/objectives/1",
    "/resources/0/power",
    "/resources/1/id",
    "/tasks/0/colour",
    "/tasks/0/runtime",
    "/tasks/1/demand/cpu",
  ]);
});

test("a million faults are told in a thousand issues and a count", () => {
  const resources = Array.from({ length: 100 }, (_, r) => ({ id: `r${r}` }));
  const runtime = resources.map(() => "soon");
  const tasks = Array.from({ length: 100 }, (_, t) => ({ id: `t${t}`, runtime }));
  const issues = issuesOf({ mode: "batch", exclusive: true, resources, tasks });
  expect(issues.length).toBe(1001);
  expect(issues.at(-1)?.message).toContain("9000 more");
});
