import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(root, "docs"), { encoding: "utf8", recursive: true })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

test("the front page is short", () => {
  expect(statSync(join(root, "README.md")).size).toBeLessThanOrEqual(8192);
});

test.each(pages)("every link of %s leads somewhere", (page) => {
  const text = readFileSync(join(root, page), "utf8");
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
  for (const link of links.filter((one) => !/^(https?:|#)/.test(one))) {
    const [path, anchor] = link.split("#");
    const target = join(root, dirname(page), path);
    expect(existsSync(target), link).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(target), link).toContain(anchor);
  }
});

test.each(pages)("every path of the project that %s names is there", (page) => {
  const text = readFileSync(join(root, page), "utf8");
  const paths = text.matchAll(/`((?:src|models|scripts|bench|test|instances)\/[\w./-]*)`/g);
  const named = [...paths].map(([, path]) => path).filter((path) => !path.includes("NAME"));
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

/** Of the headings of a page, as Markdown viewers make them. */
function anchorsOf(path: string): readonly string[] {
  return [...readFileSync(path, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
