import { InstanceError, type Issue } from "../../util/errors.ts";
import { isMap } from "../../util/is-map.ts";
import type { Imported, Importer } from "../import-types.ts";
import { findJsonFault, position } from "../json-text.ts";

/**
 * Processes on computers as a placement: three dimensions (cpu, memory, network), and every used computer pays its
 * cost once. Equal computers and equal processes become one entry with a count.
 * Throws InstanceError with the place of every fault.
 */
export function importCloudBalancing(text: string): Imported {
  const fault = findJsonFault(text);
  if (fault !== undefined) {
    const at = fault.offset === undefined ? "" : `${position(text, fault.offset)}: `;
    throw new InstanceError([{ path: "", message: `problem, ${at}${fault.message}` }]);
  }
  const issues: Issue[] = [];
  const problem: unknown = JSON.parse(text);
  const computers = readList(problem, "computerList", COMPUTER_FIELDS, issues);
  const processes = readList(problem, "processList", PROCESS_FIELDS, issues);
  if (computers.length === 0 && issues.length === 0) {
    issues.push({ path: "/computerList", message: "expected at least one computer" });
  }
  if (issues.length > 0) throw new InstanceError(issues);
  return {
    document: {
      mode: "placement",
      objectives: ["cost"],
      resources: computers.map(({ name, count, amounts: [cpu, memory, network, cost] }) => ({
        id: `computer-${name}`,
        ...(count === 1 ? {} : { count }),
        capacity: { cpu, memory: `${memory}MiB`, network },
        fixed_price: cost,
      })),
      tasks: processes.map(({ name, count, amounts: [cpu, memory, network] }) => ({
        id: `process-${name}`,
        ...(count === 1 ? {} : { count }),
        demand: { cpu, memory: `${memory}MiB`, network },
      })),
    },
    notes: ["A unit of memory is taken as 1MiB."],
  };
}

/** The same from texts. */
export const cloudBalancingImporter: Importer = {
  summary: "cloud balancing problems (JSON): processes on computers with a cost",
  inputs: { problem: "JSON with computerList and processList" },
  settings: {},
  read: ({ problem }) => importCloudBalancing(problem),
};

const COMPUTER_FIELDS = ["cpuPower", "memory", "networkBandwidth", "cost"];
const PROCESS_FIELDS = ["requiredCpuPower", "requiredMemory", "requiredNetworkBandwidth"];

/** Equal items of a list: their amounts in the order of the fields, and the id of the first. */
interface Counted {
  readonly name: string;
  readonly amounts: readonly number[];
  count: number;
}

function readList(
  problem: unknown,
  list: string,
  fields: readonly string[],
  issues: Issue[],
): readonly Counted[] {
  const items = isMap(problem) ? problem[list] : undefined;
  if (!Array.isArray(items)) {
    issues.push({ path: `/${list}`, message: "expected a list" });
    return [];
  }
  const seen = new Map<string, Counted>();
  items.forEach((item: unknown, index) => {
    const path = `/${list}/${index}`;
    if (!isMap(item)) {
      issues.push({ path, message: "expected an object" });
      return;
    }
    const amounts = fields.map((field) => readAmount(item[field], `${path}/${field}`, issues));
    const known = seen.get(amounts.join(" "));
    if (known !== undefined) known.count++;
    else seen.set(amounts.join(" "), { name: nameOf(item.id, path, issues), amounts, count: 1 });
  });
  return [...seen.values()];
}

function readAmount(value: unknown, path: string, issues: Issue[]): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  issues.push({ path, message: `expected a whole number from 0 on, got ${JSON.stringify(value)}` });
  return 0;
}

function nameOf(id: unknown, path: string, issues: Issue[]): string {
  if (typeof id === "number" && Number.isSafeInteger(id) && id >= 0) return `${id}`;
  if (typeof id === "string" && /^[\w./:-]+$/.test(id)) return id;
  issues.push({
    path: `${path}/id`,
    message: `expected a number or name, got ${JSON.stringify(id)}`,
  });
  return "";
}
