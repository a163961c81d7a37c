import { UsageError } from "../../../util/errors.ts";
import { type ApiAnswer, ApiFault } from "../../apply/exchange.ts";
import { FIRST_WAIT, LONGEST_WAIT, PASSING } from "../../apply/in-order.ts";
import type { Finding } from "../findings.ts";
import { isRaw, type RawMap } from "../objects/fields.ts";
import { KINDS, type Kind } from "../objects/kinds.ts";
import type { Document } from "../objects/objects.ts";
import { valueAt } from "../out/edit.ts";
import type { ApiRequest } from "./request.ts";
import { toldBy } from "./told.ts";

/** A cluster as its API has it, for `importKubernetes` and `changesOf`. */
export interface ReadCluster {
  /** One for each page of a list. */
  readonly documents: readonly Document[];
  /** Kinds that could not be listed, or not all of them. */
  readonly findings: readonly Finding[];
}

/** How a cluster is read. */
export interface ReadSetting {
  readonly request: ApiRequest;
  readonly wait: (ms: number) => Promise<void>;
  /** Where kinds are listed that may not be listed everywhere. */
  readonly namespaces?: readonly string[];
}

/** Objects in a page. */
const PAGE = 500;

/** How often a page is asked for, and a list whose pages ran out of date. */
const TRIES = 5;

/** Without these there is no instance. */
const NEEDED: ReadonlySet<string> = new Set(["Node", "Pod"]);

/**
 * Lists every kind that is read and that the cluster has, in whichever version it prefers. Nothing is changed. Throws UsageError
 * where the cluster does not answer, or lets nobody see nodes and pods.
 */
export async function readCluster(setting: ReadSetting): Promise<ReadCluster> {
  const versions = await versionsOf(setting);
  const documents: Document[] = [];
  const findings: Finding[] = [];
  for (const [name, kind] of KINDS) {
    const read = await readKind(name, kind, versions.get(kind.group) ?? [], setting);
    documents.push(...read.documents);
    if (read.lost !== undefined) findings.push({ ...read.lost, kind: name, name: "*" });
  }
  return { documents, findings };
}

/** By group: its versions, the preferred one first. */
async function versionsOf(setting: ReadSetting): Promise<ReadonlyMap<string, readonly string[]>> {
  const { status, body } = await asked("/apis", setting);
  if (status !== 200) {
    throw new UsageError(
      `The cluster does not say what it has${toldBy(body)} (${status}).\nMaybe log in anew, or try kubectl api-versions.`,
    );
  }
  const groups = valueAt(body, ["groups"]);
  const found = new Map<string, readonly string[]>([["", ["v1"]]]);
  for (const group of Array.isArray(groups) ? groups : []) {
    const preferred = valueAt(group, ["preferredVersion", "version"]);
    const all = valueAt(group, ["versions"]);
    const names = [
      preferred,
      ...(Array.isArray(all) ? all.map((one) => valueAt(one, ["version"])) : []),
    ];
    const name = valueAt(group, ["name"]);
    if (typeof name !== "string") continue;
    found.set(name, [
      ...new Set(names.filter((one) => typeof one === "string" && VERSION.test(one))),
    ] as string[]);
  }
  return found;
}

const VERSION = /^v[a-z0-9]+$/;

interface KindRead {
  readonly documents: readonly Document[];
  readonly lost?: Pick<Finding, "verdict" | "what">;
}

/** All objects of a kind, in the first version that has it. */
async function readKind(
  name: string,
  { group, plural, isClusterWide }: Kind,
  versions: readonly string[],
  setting: ReadSetting,
): Promise<KindRead> {
  for (const version of versions) {
    const base = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
    const list = await listed(`${base}/${plural}`, name, setting);
    if (Array.isArray(list)) return { documents: list };
    const { status } = list as ApiAnswer;
    if (status === 404) continue;
    if (status !== 403 || NEEDED.has(name)) throw refusedBy(name, list as ApiAnswer);
    const { namespaces } = setting;
    if (isClusterWide || namespaces === undefined) {
      return {
        documents: [],
        lost: { verdict: "left out", what: "the cluster does not let you list them" },
      };
    }
    return await inNamespaces(base, name, plural, setting);
  }
  if (NEEDED.has(name))
    throw new UsageError(`The cluster has no kind ${name}.\nMaybe it is no Kubernetes.`);
  return { documents: [] };
}

/** What may be listed in the namespaces alone. */
async function inNamespaces(
  base: string,
  name: string,
  plural: string,
  setting: ReadSetting,
): Promise<KindRead> {
  const documents: Document[] = [];
  const shut: string[] = [];
  for (const namespace of setting.namespaces ?? []) {
    const list = await listed(`${base}/namespaces/${namespace}/${plural}`, name, setting);
    if (Array.isArray(list)) documents.push(...list);
    else if ((list as ApiAnswer).status === 403) shut.push(namespace);
    else throw refusedBy(name, list as ApiAnswer);
  }
  const where = shut.length === 0 ? "other namespaces" : `other namespaces and ${shut.join(", ")}`;
  return {
    documents,
    lost: { verdict: "left out", what: `the cluster does not let you list those of ${where}` },
  };
}

function refusedBy(name: string, { status, body }: ApiAnswer): UsageError {
  const hint =
    status === 403
      ? `ask for the right to list them: ${RIGHTS}`
      : "try kubectl get with the same kubeconfig";
  return new UsageError(
    `The cluster does not list kind ${name}${toldBy(body)} (${status}).\nMaybe ${hint}.`,
  );
}

const RIGHTS = "docs/systems/kubernetes.md has a ClusterRole";

/** The pages of a list, or the answer that is none. A list whose next page is out of date is begun anew. */
async function listed(
  path: string,
  name: string,
  setting: ReadSetting,
): Promise<readonly Document[] | ApiAnswer> {
  for (let k = 1; ; k++) {
    const pages: Document[] = [];
    let next = "";
    do {
      const token = next === "" ? "" : `&continue=${encodeURIComponent(next)}`;
      const answer = await asked(`${path}?limit=${PAGE}${token}`, setting);
      if (answer.status === 410 && next !== "" && k < TRIES) {
        pages.length = 0;
        next = "";
        break;
      }
      if (answer.status !== 200) return answer;
      if (!isRaw(answer.body) || !Array.isArray(answer.body.items)) {
        throw new UsageError(
          `The cluster answers with no list of kind ${name}.\nMaybe it is no Kubernetes.`,
        );
      }
      pages.push({ value: slim(answer.body), source: `the cluster's list of kind ${name}` });
      const last = next;
      const more = valueAt(answer.body, ["metadata", "continue"]);
      next = typeof more === "string" ? more : "";
      if (next !== "" && next === last) {
        throw new UsageError(
          `The cluster's list of kind ${name} never ends: a page names itself as the next one.\nMaybe try kubectl get with the same kubeconfig.`,
        );
      }
    } while (next !== "");
    if (pages.length > 0) return pages;
  }
}

/** A list without who wrote which field, which is half of it. */
function slim(list: RawMap): RawMap {
  for (const item of list.items as readonly unknown[]) {
    const metadata = valueAt(item, ["metadata"]);
    if (isRaw(metadata)) delete (metadata as Record<string, unknown>).managedFields;
  }
  return list;
}

/** One answer; what may work a moment later is tried again. */
async function asked(path: string, { request, wait }: ReadSetting): Promise<ApiAnswer> {
  for (let k = 1; ; k++) {
    try {
      const answer = await request("GET", path);
      if (!PASSING.has(answer.status) || k === TRIES) return answer;
      await wait(Math.min(LONGEST_WAIT, answer.retryAfter ?? FIRST_WAIT * 2 ** (k - 1)));
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      if (k === TRIES) {
        throw new UsageError(
          `The cluster does not answer: ${error.message}.\nMaybe it is another address: kubectl config view --minify.`,
          { cause: error },
        );
      }
      await wait(FIRST_WAIT * 2 ** (k - 1));
    }
  }
}
