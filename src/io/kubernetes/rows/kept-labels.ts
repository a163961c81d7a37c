import type { ClusterNode } from "../objects/node.ts";
import { meets } from "../objects/requirements.ts";
import type { Domains } from "../units/domains.ts";
import type { RuntimeValue } from "../units/runtimes.ts";
import type { PodUnit } from "../units/unit.ts";
import { labelsNamed } from "./eligibility.ts";

/** Labels that people plan by, whether or not some task asks for them. */
const USUAL = [
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
  "node.kubernetes.io/instance-type",
  "kubernetes.io/arch",
  "nvidia.com/gpu.product",
];

/** Where each node has a value of its own, a label would keep equal nodes apart. */
const MOST_BY_NODE = 32;

/** Names of labels that an instance may hold. */
const NAME = /^[A-Za-z0-9_./:-]+$/;

/** Labels that resources keep: the usual ones, and those that filters, rules, tables of runtimes and `more` go by. */
export function keptLabels(
  nodes: readonly ClusterNode[],
  units: readonly PodUnit[],
  domains: (label: string) => Domains,
  runtimes: readonly RuntimeValue[],
  more: Iterable<string>,
): readonly string[] {
  const filters = new Set(units.map(({ spec }) => spec.node));
  const ofFilters = new Set([...filters].flatMap(labelsNamed));
  const fine = [...USUAL, ...ofFilters].filter((label) => {
    const { of, isByNode } = domains(label);
    if (label === "kubernetes.io/hostname") return false;
    return !isByNode || of.filter((value) => value !== undefined).length <= MOST_BY_NODE;
  });
  const needed = units.flatMap(({ within, across, work }) => [
    ...(within === undefined ? [] : [within]),
    ...(across === undefined ? [] : [across]),
    ...work.parts.flatMap((part) => part.within?.label ?? []),
  ]);
  const ofTables = runtimes.flatMap((value) =>
    typeof value === "string" ? [] : Object.keys(value).flatMap((key) => labelsOfKey(key) ?? []),
  );
  const all = [...new Set([...fine, ...needed, ...ofTables, ...more])];
  return all.filter((label) => NAME.test(label) && nodes.some(({ labels }) => labels.has(label)));
}

function labelsOfKey(key: string): readonly string[] {
  return key === "*" ? [] : key.split(",").map((part) => part.split("=")[0].trim());
}

/** A table of runtimes without the cells that no node has; undefined if none is left. */
export function usableTable(
  value: RuntimeValue,
  nodes: readonly ClusterNode[],
): RuntimeValue | undefined {
  if (typeof value === "string") return value;
  const cells = Object.entries(value).filter(([key]) => {
    if (key === "*") return true;
    const asked = key.split(",").map((part) => part.split("=").map((text) => text.trim()));
    if (asked.some((pair) => pair.length !== 2)) return false;
    const required = asked.map(([label, text]) => {
      return { key: label, operator: "In", values: [text] } as const;
    });
    return nodes.some(({ labels }) => meets(labels, required));
  });
  return cells.length === 0 ? undefined : Object.fromEntries(cells);
}
