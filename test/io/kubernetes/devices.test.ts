import { expect, test } from "vitest";
import { deviceSelector } from "../../../src/io/kubernetes/devices/selector.ts";
import { importKubernetes } from "../../../src/io/kubernetes/import.ts";
import { DEVICES, node, yaml } from "./manifests.ts";

const OPTIONS = { name: "test", isOptional: false, withRunning: false, runtimes: new Map() };
const NODES = `${node("c0", 'cpu: "8"')}${node("h0", 'cpu: "8"')}`;

// biome-ignore lint/suspicious/noExplicitAny: the documents of importers are plain data
const imported = (text: string): any => importKubernetes(yaml(text), OPTIONS);

test("devices are counted by class and node: free ones, of the newest generation, once", () => {
  const { document, findings } = imported(`${NODES}${DEVICES}`);
  expect(document.resources).toEqual([
    { id: "c0", kind: "node", capacity: { "example.com/gpu": 2, pods: 110 } },
    { id: "h0", kind: "node", capacity: { "example.com/gpu": 0, pods: 110 } },
  ]);
  expect(document.tasks).toEqual([
    { id: "team/asks", demand: { "example.com/gpu": 1, pods: 1 } },
    { id: "team/claims", demand: { "example.com/gpu": 2, pods: 1 } },
  ]);
  expect(findings).toEqual([
    {
      verdict: "left out",
      kind: "ResourceSlice",
      name: "s1",
      what: "devices that are parts of others (consumesCounters)",
    },
  ]);
});

test("what a node has by itself is not counted a second time", () => {
  const own = node("c0", 'cpu: "8", example.com/gpu: "3"');
  const { document } = imported(`${own}${DEVICES}`);
  expect(document.resources[0].capacity["example.com/gpu"]).toBe(3);
});

test.each([
  ["{ name: x, resourceClaimTemplateName: gone }", /claim of devices x is not among the files/],
  ["{ name: x, resourceClaimName: held }", /claim of devices x is one that pods may share/],
])("a claim that cannot be counted is told: %s", (claim, says) => {
  const pod = `---\napiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: team }\nspec: { resourceClaims: [${claim}], containers: [] }\n`;
  const { findings } = imported(`${NODES}${DEVICES}${pod}`);
  expect(findings).toContainEqual(
    expect.objectContaining({
      verdict: "ignored",
      name: "p",
      what: expect.stringMatching(says),
    }),
  );
});

test("devices of two classes that are claimed are told", () => {
  const more = `---
apiVersion: resource.k8s.io/v1
kind: DeviceClass
metadata: { name: any }
spec: { selectors: [{ cel: { expression: 'device.driver == "gpu.example.com"' } }] }
---
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: { name: any, namespace: team }
spec: { spec: { devices: { requests: [{ name: a, exactly: { deviceClassName: any } }, { name: b, exactly: { deviceClassName: odd } }, { name: c, firstAvailable: [{ name: d, deviceClassName: any }] }], constraints: [{ matchAttribute: x/y }] } } }
---
apiVersion: v1
kind: Pod
metadata: { name: p, namespace: team }
spec: { resourceClaims: [{ name: a, resourceClaimTemplateName: any }], containers: [] }
`;
  const { findings, document } = imported(`${NODES}${DEVICES}${more}`);
  const said = findings.map(({ what }: { what: string }) => what);
  expect(said).toContain("its devices are also of the class gpu.example.com, and count in both");
  expect(said).toContain(
    "its claim of devices a is of the class odd, which cannot be counted, has alternatives (firstAvailable), has constraints between devices",
  );
  expect(document.resources[0].capacity.any).toBe(3);
});

test("selectors: comparisons of driver and attributes joined by and, nothing else", () => {
  const device = {
    driver: "d",
    node: 0,
    attributes: new Map<string, string | number | boolean>([
      ["type", "gpu"],
      ["d/count", 4],
      ["e/fast", true],
    ]),
  };
  const meets = (text: string) => deviceSelector(text)?.(device);
  expect(meets(`device.driver == "d"`)).toBe(true);
  expect(meets(`device.driver == 'e'`)).toBe(false);
  expect(meets(`device.attributes["d"].type == "gpu" && device.attributes["d"].count == 4`)).toBe(
    true,
  );
  expect(meets(`device.attributes["e"].fast == true`)).toBe(true);
  expect(meets(`device.attributes["e"].type == "gpu"`)).toBe(false);
  expect(meets(`device.attributes["d"].type == "nic"`)).toBe(false);
  expect(meets(`device.attributes["d"].type != "nic"`)).toBeUndefined();
  expect(meets(`device.driver == "d" || true`)).toBeUndefined();
});
