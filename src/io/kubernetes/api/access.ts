import type { RequestOptions } from "node:https";
import { UsageError } from "../../../util/errors.ts";
import { importOptional } from "../../../util/optional-package.ts";
import { show } from "../../../util/show.ts";
import { checkPlain } from "../../apply/exchange.ts";

/** How to reach the API of a cluster. */
export interface ClusterAccess {
  readonly server: URL;
  /** Name of the context. */
  readonly context: string;
  /** What each request needs beside its path: certificates and credentials, which may have a short life. */
  options(): Promise<RequestOptions>;
}

/** Where the access is written. */
export interface AccessOptions {
  /** Default: KUBECONFIG, else ~/.kube/config, else what a pod is given. */
  readonly kubeconfig?: string;
  /** Default: the current one. */
  readonly context?: string;
  /** Plain HTTP to other machines than this one. */
  readonly allowHttp?: boolean;
}

/** What is used of `KubeConfig` of @kubernetes/client-node. */
export interface KubeConfig {
  loadFromDefault(): void;
  loadFromFile(file: string): void;
  getContexts(): readonly { readonly name: string }[];
  getCurrentContext(): string;
  setCurrentContext(name: string): void;
  getCurrentCluster(): { readonly server: string } | null;
  applyToHTTPSOptions(options: RequestOptions): Promise<void>;
}

const PACKAGE = "@kubernetes/client-node";

/** The library is large and needed by nothing else, so it is optional; `what` needs it, such as "berth apply kubernetes". */
export async function loadKubeConfig(what: string): Promise<KubeConfig> {
  const { KubeConfig } = await importOptional(what, PACKAGE, async () => {
    return (await import(PACKAGE)) as { readonly KubeConfig: new () => KubeConfig };
  });
  return new KubeConfig();
}

/**
 * The access that a kubeconfig gives. Over plain HTTP, which only reaches this machine unless asked otherwise, no credentials are
 * sent. Throws UsageError for a file that cannot be read, a context that is not there and an address that is none.
 */
export function accessOf(config: KubeConfig, options: AccessOptions): ClusterAccess {
  const { kubeconfig, context, allowHttp = false } = options;
  const where = kubeconfig ?? "the kubeconfig";
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (cause) {
    // A message of a parser may quote what it read, and that may be a credential.
    const code = (cause as NodeJS.ErrnoException).code;
    const why = code === undefined ? "it is no kubeconfig" : code;
    throw new UsageError(`${where} cannot be read: ${why}.\nMaybe check it: kubectl config view.`, {
      cause,
    });
  }
  if (context !== undefined) choose(config, context, where);
  const address = config.getCurrentCluster()?.server;
  const server = address === undefined || !URL.canParse(address) ? undefined : new URL(address);
  if (server === undefined || !["http:", "https:"].includes(server.protocol)) {
    throw new UsageError(`${where} names no cluster.\nMaybe add --context NAME.`);
  }
  const isPlain = server.protocol === "http:";
  checkPlain(server, allowHttp, "https, or kubectl proxy");
  return {
    server,
    context: config.getCurrentContext(),
    async options() {
      const found: RequestOptions = {};
      if (!isPlain) await config.applyToHTTPSOptions(found);
      return found;
    },
  };
}

function choose(config: KubeConfig, context: string, where: string): void {
  const names = config.getContexts().map(({ name }) => name);
  if (names.includes(context)) {
    config.setCurrentContext(context);
    return;
  }
  const known = names.length === 0 ? "It has none" : `It has ${names.join(", ")}`;
  throw new UsageError(`${where} has no context ${show(context)}.\nMaybe another one. ${known}.`);
}
