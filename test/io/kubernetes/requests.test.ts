import { expect, test } from "vitest";
import { amountsAt, amountText } from "../../../src/io/kubernetes/objects/amounts.ts";
import type { Spot } from "../../../src/io/kubernetes/objects/fields.ts";
import { NANO, parseQuantity } from "../../../src/io/kubernetes/objects/quantity.ts";
import { requestsOf } from "../../../src/io/kubernetes/objects/requests.ts";
import { makeRandom } from "../../../src/util/random.ts";
import { drawn } from "../../support/drawn.ts";
import { asked } from "./scheduler.ts";

const spot = (value: object): Spot => ({
  value: value as Spot["value"],
  object: "Pod team/a",
  path: "",
  issues: [],
});

test.each([
  ["100m", NANO / 10n],
  ["1Gi", NANO * 2n ** 30n],
  ["1e3", NANO * 1000n],
  ["1E3", NANO * 1000n],
  ["1E", NANO * 10n ** 18n],
  ["128974848000m", NANO * 128974848n],
  ["0.1", NANO / 10n],
  [".5Ki", NANO * 512n],
  ["5.", NANO * 5n],
  ["+3", NANO * 3n],
  ["12e-3", (NANO / 1000n) * 12n],
  [2, NANO * 2n],
  [0.25, NANO / 4n],
  ["1n", 1n],
  ["0.1n", 1n],
  ["9007199254740993", NANO * 9007199254740993n],
])("%s is exact", (text, nano) => {
  expect(parseQuantity(text)).toBe(nano);
});

test.each(["", "1x", "-1", "1 Gi", "1gi", "Gi", "1e99", "1.2.3", "0x10", "NaN", true, null, {}])(
  "%s is no quantity",
  (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  },
);

test("amounts have the unit of their name, and are rounded to the safe side", () => {
  const list = spot({ r: { cpu: "100500u", memory: "1e9", "nvidia.com/gpu": "2" } });
  expect([...amountsAt(list, "r", "up")]).toEqual([
    ["cpu", 101],
    ["memory", 1e9],
    ["nvidia.com/gpu", 2],
  ]);
  expect(amountsAt(list, "r", "down").get("cpu")).toBe(100);
  expect(amountText("memory", 1e9, "up")).toBe("954MiB");
  expect(amountText("memory", 1e9, "down")).toBe("953MiB");
  expect(amountText("cpu", 2000, "up")).toBe(2);
  expect(amountText("cpu", 2001, "up")).toBe("2001m");
  expect(list.issues).toEqual([]);
});

test("a fault names the object, the path and what was found", () => {
  const at = spot({ requests: { cpu: true, memory: "1Gb", "a b": 1, "x/y": "9e20" } });
  amountsAt(at, "requests", "up");
  expect(at.issues.map(({ message }) => message)).toEqual([
    'Pod team/a, requests.cpu: expected a quantity from 0 on such as 2, "500m" or "1Gi", got true',
    'Pod team/a, requests.memory: expected a quantity from 0 on such as 2, "500m" or "1Gi", got "1Gb"',
    "Pod team/a, requests.a b: expected the name of a resource such as cpu or nvidia.com/gpu",
    'Pod team/a, requests.x/y: "9e20" is more than can be counted exactly',
  ]);
});

const of = (cpu: string, more: object = {}) => ({
  name: "c",
  resources: { requests: { cpu } },
  ...more,
});
const ALWAYS = { restartPolicy: "Always" };

test.each([
  ["containers add up", { containers: [of("1"), of("500m")] }, 1500],
  ["an init container runs alone", { initContainers: [of("3")], containers: [of("1")] }, 3000],
  // Containers 1 with the sidecar 0.5, or the init container 2 beside the sidecar before it.
  [
    "a sidecar before",
    { initContainers: [of("500m", ALWAYS), of("2")], containers: [of("1")] },
    2500,
  ],
  [
    "a sidecar after",
    { initContainers: [of("2"), of("500m", ALWAYS)], containers: [of("1")] },
    2000,
  ],
  ["overhead comes on top", { containers: [of("1")], overhead: { cpu: "250m" } }, 1250],
  [
    "the pod as a whole",
    { containers: [of("1")], resources: { requests: { cpu: "4" } }, overhead: { cpu: 1 } },
    5000,
  ],
  [
    "a limit of the pod alone",
    { containers: [{ name: "c" }], resources: { limits: { cpu: "4" } } },
    4000,
  ],
  [
    "a limit of the pod beside requests",
    { containers: [of("1")], resources: { limits: { cpu: "4" } } },
    1000,
  ],
  [
    "a limit stands for a request",
    { containers: [{ name: "c", resources: { limits: { cpu: "2" } } }] },
    2000,
  ],
])("%s", (_, spec, cpu) => {
  expect(requestsOf(spot(spec)).get("cpu")).toBe(cpu);
});

test("a container that was resized counts with the more of both until that is done", () => {
  const spec = spot({ containers: [of("1")] });
  const status = (cpu: string) =>
    spot({ containerStatuses: [{ name: "c", allocatedResources: { cpu } }] });
  expect(requestsOf(spec, status("3")).get("cpu")).toBe(3000);
  expect(requestsOf(spec, status("500m")).get("cpu")).toBe(1000);
});

test("random pods ask for what the rule written anew says", () => {
  const random = makeRandom(11);
  const cpu = () => `${random.int(1, 9) * 100}m`;
  for (let round = 0; round < drawn(2000); round++) {
    const spec = {
      containers: Array.from({ length: random.int(1, 3) }, () => of(cpu())),
      initContainers: Array.from({ length: random.int(0, 4) }, () =>
        of(cpu(), random.int(0, 1) === 0 ? ALWAYS : {}),
      ),
    };
    const expected = asked({ metadata: { name: "p", labels: {} }, spec }, "cpu");
    expect(requestsOf(spot(spec)).get("cpu")).toBe(Math.round(expected * 1000));
  }
});
