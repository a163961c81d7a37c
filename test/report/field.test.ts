import { expect, test } from "vitest";
import { instanceJsonSchema } from "../../src/instance/json-schema.ts";
import { type FieldSchema, fieldText } from "../../src/report/field.ts";

const schema = instanceJsonSchema() as FieldSchema;
const of = (path: string, width = 80) => fieldText(schema, path, width);

test("a field is told by what it is for, what it may be and what is in it", () => {
  expect(of("mode")).toBe(
    [
      "mode (required)",
      "placement: all tasks at once; batch: over time, side by side where they fit.",
      "",
      "It may be:",
      '  - one of "placement", "batch"',
    ].join("\n"),
  );
  expect(of("tasks.demand")).toContain("What the task asks for, by dimension");
  // Lists are passed through, however they are written, and names of kinds are any.
  expect(of("tasks[0].runtime")).toBe(of("tasks.runtime"));
  expect(of("tasks.runtime.h100")).toContain('  - A duration such as "2h30m", "90s" or "250ms"');
  expect(of("")).toContain("  - resources (required): ");
});

test("every field of the format has a text that fits, and says what it is for or may be", () => {
  const walk = (path: string, node: FieldSchema): number => {
    const text = of(path, 60);
    expect(Math.max(...text.split("\n").map((line) => line.length)), path).toBeLessThanOrEqual(60);
    expect(text.split("\n").length, path).toBeGreaterThan(1);
    const fields = [node, ...(node.anyOf ?? [])].flatMap((one) => [
      ...Object.entries(one.properties ?? {}),
      ...Object.entries(one.items?.properties ?? {}),
    ]);
    return fields.reduce((sum, [name, field]) => sum + walk(`${path}.${name}`, field), 1);
  };
  const all = Object.entries(schema.properties ?? {}).reduce(
    (sum, [name, field]) => sum + walk(name, field),
    0,
  );
  expect(all).toBeGreaterThan(50);
});

test("a field that is not there is refused with the one that may be meant", () => {
  expect(() => of("tasks.runtim")).toThrow(
    'There is no field "runtim" in tasks.\nMaybe you meant "runtime".',
  );
  expect(() => of("recources")).toThrow('Maybe you meant "resources".');
  expect(() => of("mode.x")).toThrow("There is nothing in mode.\nMaybe leave out .x.");
  expect(() => of("__proto__")).toThrow("There is no field");
});
