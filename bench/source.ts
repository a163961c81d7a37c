import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "../src/instance/generate/registry.ts";
import { parseInstance } from "../src/instance/parse.ts";
import type { Instance } from "../src/instance/types.ts";
import { importDocument } from "../src/io/import-registry.ts";
import { readInstance } from "../src/io/read-instance.ts";

/** Where an instance comes from. Published files lie in ../shared/data; everything else is made from a seed. */
export type Source =
  | { readonly kind: "gap"; readonly file: string }
  | { readonly kind: "openb" }
  /** Gavel's trace of 100 jobs on hosts of four devices. */
  | { readonly kind: "gavel"; readonly cluster: string }
  | { readonly kind: "cloud-balancing"; readonly file: string }
  | {
      readonly kind: "generated";
      readonly family: string;
      readonly tasks: number;
      readonly resources: number;
      readonly kinds?: number;
      readonly seed: number;
    };

const DATA = join("..", "shared", "data");

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
      return [join(DATA, "gap", source.file)];
    case "openb":
      return OPENB.map((file) => join(DATA, "openb", file));
    case "cloud-balancing":
      return [join(DATA, "cloudbalancing", source.file)];
    case "gavel":
      return GAVEL.map((file) => join(DATA, "gavel", file));
    default:
      return [];
  }
}

const OPENB = ["openb_node_list_gpu_node.csv", "openb_pod_list_default.csv"];

const GAVEL = ["simulation_throughputs.json", "minimize_makespan.trace"];

/** Making a document is no part of reading it. */
function textOf(source: Source): string {
  if (source.kind === "generated") {
    const { family, kind: _, ...options } = source;
    return JSON.stringify(generate(family, options));
  }
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
      const settings = { cluster: source.cluster, per_host: "4" };
      return parseInstance(importDocument("gavel", { throughputs, trace }, settings).document);
    }
    case "cloud-balancing": {
      const problem = await readFile(paths[0], "utf8");
      const { document } = importDocument("cloudbalancing", { problem });
      return parseInstance(document, { name: source.file });
    }
    default:
      return parseInstance(JSON.parse(text));
  }
}
