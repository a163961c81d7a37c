import { load } from "js-yaml";
import { expect, test } from "vitest";
import { z } from "zod";
import { manifestJsonSchema, parseManifest } from "../../src/batch/manifest.ts";
import { InstanceError } from "../../src/util/errors.ts";

function issuesOf(yaml: string): string {
  try {
    parseManifest(load(yaml));
  } catch (error) {
    if (error instanceof InstanceError) return error.message;
    throw error;
  }
  throw new Error("expected an error");
}

test("a manifest as written", () => {
  const text = `
- plain.yaml
- instance: eu/night.2.yaml
  name: eu-night
  objectives: [cost:2%, makespan]
  method: greedy
  without: [lpt, packing]
  solver: jslp
  time: 1m30s
  gap: 0.5%
  seed: 7
- { instance: "c 05100", objectives: cost }
`;
  expect(parseManifest(load(text))).toEqual([
    { instance: "plain.yaml", name: "plain", options: {} },
    {
      instance: "eu/night.2.yaml",
      name: "eu-night",
      time: 90_000,
      options: {
        objectives: "cost:2%,makespan",
        method: "greedy",
        without: ["lpt", "packing"],
        solver: "jslp",
        gap: 0.005,
        seed: 7,
      },
    },
    { instance: "c 05100", name: "c-05100", options: { objectives: "cost" } },
  ]);
});

test.each([
  ["{ tasks: [{ id: a }] }", /^expected a list of instances, got a map. Maybe write "- instance/],
  ["{ instances: [a.yaml] }", /Maybe write what stands in "instances" as the whole document/],
  ["[]", /the list of instances is empty/],
  ["5", /expected a list of instances, got 5/],
  ["[3]", /^\/0: expected the path of an instance or a map/],
  ["[{ name: a }]", /^\/0\/instance: the path of an instance is missing/],
  [
    "[{ instance: a.yaml, metod: greedy }]",
    /^\/0\/metod: unknown key "metod". Maybe write "method"/,
  ],
  ["[{ instance: a.yaml, method: gredy }]", /^\/0\/method: .*Maybe write "greedy"/],
  ["[{ instance: a.yaml, without: [lpt, packng] }]", /^\/0\/without: .*Maybe write "packing"/],
  ["[{ instance: a.yaml, without: lpt }]", /^\/0\/without: expected a list of methods/],
  ["[{ instance: a.yaml, solver: highz }]", /^\/0\/solver: .*Maybe write "highs"/],
  ["[{ instance: a.yaml, time: 90 }]", /^\/0\/time: .*Maybe write "90s"/],
  ["[{ instance: a.yaml, gap: 5 }]", /^\/0\/gap: .*Maybe write "5%"/],
  ["[{ instance: a.yaml, gap: 100% }]", /^\/0\/gap: expected a gap below 100%/],
  ["[{ instance: a.yaml, seed: 1.5 }]", /^\/0\/seed: expected an integer/],
  ["[{ instance: a.yaml, objectives: [] }]", /^\/0\/objectives: expected objectives/],
  ["[{ instance: a.yaml, name: ../up }]", /^\/0\/name: expected letters, digits/],
  ["[{ instance: ../a.yaml }]", /^\/0\/instance: expected a path inside .*Maybe put the manifest/],
  ["[{ instance: b/../../a.yaml }]", /^\/0\/instance: expected a path inside/],
  ["[{ instance: /etc/a.yaml }]", /^\/0\/instance: expected a path inside/],
  ["[a.yaml, { instance: b/A.yaml }]", /^\/1: the name "A" is taken by \/0. Maybe add "name: A-2"/],
])("%s is told with its place", (yaml, told) => {
  expect(issuesOf(yaml)).toMatch(told);
});

test("every issue is told at once", () => {
  expect(issuesOf("[{ instance: a.yaml, seed: x, time: y }, 7]").split("\n")).toHaveLength(3);
});

test("the schema accepts what is accepted, and refuses slips", () => {
  const schema = z.fromJSONSchema(manifestJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);
  const good = ["a.yaml", { instance: "b.yaml", time: "10m", gap: "1%", objectives: ["cost"] }];
  expect(parseManifest(good)).toHaveLength(2);
  expect(schema.safeParse(good).success).toBe(true);
  for (const slip of [[], [{}], [{ instance: "b", metod: "auto" }], [{ instance: "b", gap: 5 }]]) {
    expect(() => parseManifest(slip)).toThrow();
    expect(schema.safeParse(slip).success).toBe(false);
  }
});
