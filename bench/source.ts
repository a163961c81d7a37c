import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "../src/instance/generate/registry.ts";
import { parseInstance } from "../src/instance/parse.ts";
import type { Instance } from "../src/instance/types.ts";
import { importDocument } from "../src/io/import-registry.ts";
import { readInstance } from "../src/io/read-instance.ts";
import { type Shape, shapeDocument } from "./shapes/registry.ts";

/** Where an instance comes from. Published files lie in ../shared/data; everything else is made from a seed. */
export type Source =
  | { readonly kind: "gap"; readonly file: string }
  /** The pods of the trace, or of a sister list such as gpuspec20. */
  | { readonly kind: "openb"; readonly pods?: string }
  /** Gavel's trace of 100 jobs: on hosts of four devices, or its jobs of one device on as many resources. */
  | { readonly kind: "gavel"; readonly cluster: string; readonly isSingle?: true }
  /** A project (`.sm`) or a flexible job shop (`.fjs`). */
  | { readonly kind: "project"; readonly file: string }
  | { readonly kind: "shop"; readonly file: string }
  /** An instance document of ../shared/cases. */
  | { readonly kind: "case"; readonly file: string }
  | ({ readonly kind: "shape"; readonly seed: number } & Shape)
  | { readonly kind: "cloud-balancing"; readonly file: string }
  | {
      readonly kind: "generated";
      readonly family: string;
      readonly tasks: number;
      readonly resources: number;
      readonly kinds?: number;
      readonly seed: number;
    };

/** Names the folder of published files, where they lie elsewhere than in ../shared. */
export const SHARED = "BERTH_BENCH_SHARED";

/** A published file. */
const shared = (...path: readonly string[]) =>
  join(process.env[SHARED] ?? join("..", "shared"), ...path);

const data = (...path: readonly string[]) => shared("data", ...path);

/** Why an instance cannot be had here, or undefined. */
export function absence(source: Source): string | undefined {
  const missing = filesOf(source).find((path) => !existsSync(path));
  return missing === undefined ? undefined : `${missing} is not there`;
}

/** The instance, and the seconds from its text (or its published files) to the parsed instance. */
export async function load(source: Source): Promise<{ instance: Instance; readSeconds: number }> {
  const text = textOf(source);
  const began = performance.now();
  const instance = await parse(source, text);
  return { instance, readSeconds: (performance.now() - began) / 1000 };
}

function filesOf(source: Source): readonly string[] {
  switch (source.kind) {
    case "gap":
      return [data("gap", source.file)];
    case "openb":
      return [
        data("openb", "openb_node_list_gpu_node.csv"),
        data("openb", `openb_pod_list_${source.pods ?? "default"}.csv`),
      ];
    case "project":
      return [data("scheduling", "rcpsp", source.file)];
    case "shop":
      return [data("scheduling", "flexible-jobshop", source.file)];
    case "case":
      return [shared("cases", source.file)];
    case "cloud-balancing":
      return [data("cloudbalancing", source.file)];
    case "gavel":
      return GAVEL.map((file) => data("gavel", file));
    default:
      return [];
  }
}

const GAVEL = ["simulation_throughputs.json", "minimize_makespan.trace"];

/** Making a document is no part of reading it. */
function textOf(source: Source): string {
  if (source.kind === "generated") {
    const { family, kind: _, ...options } = source;
    return JSON.stringify(generate(family, options));
  }
  if (source.kind === "shape") return JSON.stringify(shapeDocument(source, source.seed));
  return "";
}

async function parse(source: Source, text: string): Promise<Instance> {
  const paths = filesOf(source);
  switch (source.kind) {
    case "gap":
      return await readInstance(paths[0]);
    case "openb": {
      const [nodes, pods] = await Promise.all(paths.map((path) => readFile(path, "utf8")));
      return parseInstance(importDocument("openb", { nodes, pods }).document);
    }
    case "gavel": {
      const [throughputs, trace] = await Promise.all(paths.map((path) => readFile(path, "utf8")));
      const hosts = source.isSingle === true ? {} : { per_host: "4" };
      const settings = { cluster: source.cluster, ...hosts };
      return parseInstance(importDocument("gavel", { throughputs, trace }, settings).document);
    }
    case "cloud-balancing": {
      const problem = await readFile(paths[0], "utf8");
      const { document } = importDocument("cloudbalancing", { problem });
      return parseInstance(document, { name: source.file });
    }
    case "case":
      return await readInstance(paths[0]);
    case "project": {
      const project = await readFile(paths[0], "utf8");
      return parseInstance(importDocument("psplib", { project }).document);
    }
    case "shop": {
      const shop = await readFile(paths[0], "utf8");
      return parseInstance(importDocument("fjs", { shop }).document);
    }
    default:
      return parseInstance(JSON.parse(text));
  }
}
