import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseInstance } from "../../src/instance/parse.ts";
import { importCloudBalancing } from "../../src/io/cloud-balancing/import.ts";
import { importDocument } from "../../src/io/import-registry.ts";
import { thrownBy } from "../support/folder.ts";
import { sharedData } from "../support/shared-data.ts";

function computer(id: number, cpuPower: number, cost: number) {
  return { id, cpuPower, memory: 16, networkBandwidth: 4, cost };
}

function process(id: number, cpu: number) {
  const amounts = { requiredMemory: 2, requiredNetworkBandwidth: 1 };
  return { id, requiredCpuPower: cpu, ...amounts, computer: null };
}

test("merges equal computers and equal processes", () => {
  const problem = {
    id: 0,
    computerList: [computer(0, 6, 660), computer(1, 24, 4800), computer(2, 6, 660)],
    processList: [process(0, 1), process(1, 3), process(2, 1)],
  };
  const { document } = importDocument("cloudbalancing", { problem: JSON.stringify(problem) });
  expect(document).toEqual({
    mode: "placement",
    objectives: ["cost"],
    resources: [
      {
        id: "computer-0",
        count: 2,
        capacity: { cpu: 6, memory: "16MiB", network: 4 },
        fixed_price: 660,
      },
      {
        id: "computer-1",
        capacity: { cpu: 24, memory: "16MiB", network: 4 },
        fixed_price: 4800,
      },
    ],
    tasks: [
      { id: "process-0", count: 2, demand: { cpu: 1, memory: "2MiB", network: 1 } },
      { id: "process-1", demand: { cpu: 3, memory: "2MiB", network: 1 } },
    ],
  });
  const instance = parseInstance(document);
  expect(instance.resources.map(({ fixedPrice }) => fixedPrice)).toEqual([660e6, 4800e6]);
});

test("names the place of every fault", async () => {
  const problem = {
    computerList: [{ ...computer(0, -1, 660), id: "a b" }, 7],
    processList: [{ ...process(0, 1), requiredMemory: "2" }],
  };
  const { message } = await thrownBy(() => importCloudBalancing(JSON.stringify(problem)));
  expect(message.split("\n")).toEqual([
    "/computerList/0/cpuPower: expected a whole number from 0 on, got -1.",
    '/computerList/0/id: expected a number or name, got "a b".',
    "/computerList/1: expected an object.",
    '/processList/0/requiredMemory: expected a whole number from 0 on, got "2".',
  ]);
  expect((await thrownBy(() => importCloudBalancing("[]"))).message).toBe(
    "/computerList: expected a list.\n/processList: expected a list.",
  );
  expect((await thrownBy(() => importCloudBalancing("{"))).message).toContain("line 1");
  const none = JSON.stringify({ computerList: [], processList: [] });
  expect((await thrownBy(() => importCloudBalancing(none))).message).toContain("at least one");
});

test("reads the published problem", () => {
  const path = sharedData("cloudbalancing", "100computers-300processes.json");
  if (path === undefined) return;
  const { document } = importCloudBalancing(readFileSync(path, "utf8"));
  const instance = parseInstance(document);
  expect([instance.tasks.length, instance.taskOfCopy.length]).toEqual([124, 300]);
  expect([instance.resources.length, instance.resourceOfCopy.length]).toEqual([45, 100]);
});
