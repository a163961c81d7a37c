import { parseInstance } from "../../../src/instance/parse.ts";
import { importKubernetes } from "../../../src/io/kubernetes/import.ts";
import type { ImportOptions } from "../../../src/io/kubernetes/options.ts";
import { yaml } from "./manifests.ts";

/** How the tests import where they say nothing else. */
export const OPTIONS: ImportOptions = {
  name: "test",
  isOptional: false,
  withRunning: false,
  runtimes: new Map(),
};

// biome-ignore lint/suspicious/noExplicitAny: the documents of importers are plain data
export type Loose = any;

/** What an import gives, its document read as an instance too. */
export function imported(text: string, options: Partial<ImportOptions> = {}) {
  const made = importKubernetes(yaml(text), { ...OPTIONS, ...options });
  parseInstance(made.document);
  const document: Loose = made.document;
  const task = (id: string) => document.tasks.find((one: Loose) => one.id === id);
  return { ...made, document, task };
}

/** What an import says it cannot say. */
export const said = (text: string, options: Partial<ImportOptions> = {}) =>
  imported(text, options).findings.map(({ verdict, name, what }) => `${verdict}: ${name}: ${what}`);

/** What a GPU node has. */
export const GPU = 'cpu: "64", memory: 512Gi, nvidia.com/gpu: "8"';

export const job = (name: string, spec: string, pod = "", metadata = "") => `
apiVersion: batch/v1
kind: Job
metadata: { name: ${name}, namespace: team, uid: uid-${name}, ${metadata} }
spec: { ${spec}, template: { metadata: { labels: { job: ${name} } }, spec: { ${pod} containers: [{ name: c, resources: { requests: { cpu: "4" } } }] } } }
---`;

export const pod = (name: string, spec: string, status = "phase: Pending", metadata = "") => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: team, uid: uid-${name}, ${metadata} }
spec: { ${spec} containers: [{ name: c, resources: { requests: { cpu: "4" } } }] }
status: { ${status} }
---`;
