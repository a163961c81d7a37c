import { setTimeout as wait } from "node:timers/promises";
import { type Command, InvalidArgumentError } from "commander";
import { type AccessOptions, accessOf, loadKubeConfig } from "../io/kubernetes/api/access.ts";
import { type ReadCluster, readCluster } from "../io/kubernetes/api/read-cluster.ts";
import { type ApiRequest, apiRequest } from "../io/kubernetes/api/request.ts";
import type { Requirement } from "../io/kubernetes/objects/requirements.ts";
import { selectorOfText } from "../io/kubernetes/objects/selector-text.ts";
import { documentsOf } from "../io/kubernetes/objects/texts.ts";
import { isNamespace } from "../io/kubernetes/out/names.ts";
import { readText } from "../io/read-text.ts";
import { UsageError } from "../util/errors.ts";
import { tell } from "./print.ts";

/** Which cluster is meant. */
export type ClusterFlags = AccessOptions;

/** Adds the options that say which cluster is meant. */
export function withClusterOptions(command: Command): Command {
  return command
    .option("--kubeconfig <file>", "default: KUBECONFIG, else ~/.kube/config")
    .option("--context <name>", "another context of it than the current one")
    .option("--allow-http", "plain HTTP to another machine too; no credentials are sent over it");
}

/** What of a cluster is meant; without either all of it. */
export interface ScopeFlags {
  readonly namespace?: readonly string[];
  readonly selector?: readonly Requirement[];
}

/** Adds the options that say what of a cluster is meant: namespaces stand in addresses, and a file after them is meant as a file. */
export function withScope(command: Command, what: string): Command {
  return command
    .option("--namespace <names...>", `${what} is in these namespaces`, parseNamespace)
    .option(
      "--selector <labels>",
      `${what} has these labels, as kubectl -l takes them`,
      parseSelector,
    );
}

function parseSelector(text: string): readonly Requirement[] {
  const found = selectorOfText(text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError("Write it as kubectl -l takes it: team=vision,tier in (a,b),!old");
}

function parseNamespace(name: string, before: readonly string[] = []): readonly string[] {
  if (isNamespace(name)) return [...before, name];
  throw new InvalidArgumentError(
    "A namespace has small letters, digits and - alone; name files before --namespace.",
  );
}

/** Requests to the cluster that is meant, with its address told on stderr after `for`. */
export async function clusterRequest(
  command: string,
  flags: ClusterFlags,
  about: string,
): Promise<ApiRequest> {
  const access = accessOf(await loadKubeConfig(command), flags);
  tell(`Cluster ${access.server.origin} (context ${access.context})${about}.`);
  return apiRequest(access);
}

/** The objects in files, or where none is named those of the cluster that the kubeconfig names. */
export async function readObjects(
  command: string,
  files: readonly string[],
  flags: ClusterFlags & { readonly namespace?: readonly string[] },
): Promise<ReadCluster> {
  if (files.length > 0) {
    if (flags.kubeconfig !== undefined || flags.context !== undefined) {
      throw new UsageError(
        "Files and --kubeconfig or --context are two sources.\nMaybe name no files: then the cluster is read.",
      );
    }
    const documents = [];
    for (const file of files) documents.push(...documentsOf(await readText(file)));
    return { documents, findings: [] };
  }
  const request = await clusterRequest(command, flags, ": reading what it has");
  const { namespace: namespaces } = flags;
  return await readCluster({
    ...{ request, wait: (ms: number) => wait(ms) },
    ...(namespaces !== undefined && { namespaces }),
  });
}
