import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { APPLY } from "./api.ts";
import { type ControlPlane, PROGRAMS } from "./control-plane.ts";
import { until } from "./processes.ts";

/** A controller that runs beside the control plane, with its kinds and its webhooks. */
interface Controller {
  readonly name: string;
  /** Default: the name. */
  readonly program?: string;
  readonly namespace: string;
  /** Of its webhooks; 0 if it has none. */
  readonly port: number;
  readonly health: number;
  readonly args: readonly string[];
  /** Absent if it reads none. */
  readonly config?: (own: Controller) => object;
}

const CONTROLLERS = {
  jobset: {
    ...{ name: "jobset", namespace: "jobset-system", port: 19443, health: 18081, args: [] },
    config: ({ port, health }) => ({
      ...{ apiVersion: "config.jobset.x-k8s.io/v1alpha1", kind: "Configuration" },
      leaderElection: { leaderElect: false },
      internalCertManagement: { enable: false },
      ...common(port, health),
    }),
  },
  trainer: {
    name: "trainer-controller-manager",
    ...{ namespace: "kubeflow-system", port: 19444, health: 18082, args: [] },
    config: ({ port, health }) => ({
      ...{ apiVersion: "config.trainer.kubeflow.org/v1alpha1", kind: "Configuration" },
      leaderElection: { leaderElect: false },
      certManagement: { enable: false },
      ...common(port, health),
    }),
  },
  kueue: {
    ...{ name: "kueue", namespace: "kueue-system", port: 19445, health: 18083 },
    args: ["--feature-gates=VisibilityOnDemand=false"],
    config: ({ port, health }) => ({
      ...{ apiVersion: "config.kueue.x-k8s.io/v1beta2", kind: "Configuration" },
      leaderElection: { leaderElect: false },
      internalCertManagement: { enable: false },
      integrations: { frameworks: ["batch/job"] },
      ...common(port, health),
    }),
  },
  training: operator("training", 18084),
  kuberay: operator("kuberay", 18085),
} satisfies Readonly<Record<string, Controller>>;

function operator(name: string, health: number): Controller {
  return {
    ...{ name, program: "operators", namespace: `${name}-system`, port: 0, health },
    args: [name, `127.0.0.1:${health}`],
  };
}

function common(port: number, health: number): object {
  return {
    metrics: { bindAddress: "0" },
    webhook: { port, host: "127.0.0.1" },
    health: { healthProbeBindAddress: `127.0.0.1:${health}` },
  };
}

/** Starts a controller once its kinds are served, and waits until it and its webhooks answer. */
export async function startController(
  cluster: ControlPlane,
  which: keyof typeof CONTROLLERS,
): Promise<void> {
  const controller: Controller = CONTROLLERS[which];
  const { name, program = name, namespace, health, config } = controller;
  const files = join(PROGRAMS, `${program}-files`);
  const ca = certificates(cluster.folder);
  await cluster.create("/api/v1/namespaces", {
    ...{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
  });
  const kinds = objectsIn(files).filter(({ kind }) => kind === "CustomResourceDefinition");
  for (const kind of kinds) await put(cluster, CRDS, kind);
  await until(`the kinds of ${name}`, async () => {
    for (const { metadata } of kinds) {
      const { body } = await cluster.ask("GET", `${CRDS}/${metadata.name}`);
      if (!isTrue(body, "Established")) return false;
    }
    return true;
  });
  const path = join(cluster.folder, `${name}.json`);
  if (config !== undefined) writeFileSync(path, JSON.stringify(config(controller)));
  const args = [...controller.args, ...(config === undefined ? [] : [`--config=${path}`])];
  cluster.processes.start(name, join(PROGRAMS, program), args, {
    KUBECONFIG: cluster.kubeconfig("admin"),
    TMPDIR: cluster.folder,
  });
  const isUp = async () =>
    (await fetch(`http://127.0.0.1:${health}/readyz`).catch(() => undefined))?.ok === true;
  await until(name, isUp, 120, () => cluster.processes.log(name));
  for (const hooks of objectsIn(files)) await putWebhooks(cluster, hooks, controller, ca);
}

// biome-ignore lint/suspicious/noExplicitAny: manifests as they are written
type Loose = any;

const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/** Every object of the manifests in a folder. */
export function objectsIn(folder: string): readonly Loose[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return objectsIn(path);
    if (!/\.ya?ml$/.test(name) || name === "kustomization.yaml") return [];
    return (loadAll(readFileSync(path, "utf8")) as Loose[]).filter(
      (one) => one?.kind !== undefined,
    );
  });
}

/** Server-side apply. */
export async function put(cluster: ControlPlane, place: string, object: Loose): Promise<void> {
  const path = `${place}/${object.metadata.name}?fieldManager=test&force=true`;
  const { status, body } = await cluster.ask("PATCH", path, object, APPLY);
  if (status !== 200 && status !== 201)
    throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
}

/** Webhooks reach a controller that runs outside of the cluster by its address. */
async function putWebhooks(
  cluster: ControlPlane,
  hooks: Loose,
  { name, port }: Controller,
  caBundle: string,
): Promise<void> {
  const plural = /^(Mutating|Validating)WebhookConfiguration$/.exec(hooks.kind)?.[1].toLowerCase();
  if (plural === undefined) return;
  const webhooks = hooks.webhooks.map(({ clientConfig, ...rest }: Loose) => ({
    ...rest,
    clientConfig: { url: `https://127.0.0.1:${port}${clientConfig.service.path}`, caBundle },
  }));
  const metadata = { name: `${name}-${hooks.metadata.name}` };
  const place = `/apis/admissionregistration.k8s.io/v1/${plural}webhookconfigurations`;
  await put(cluster, place, { ...hooks, metadata, webhooks });
}

function isTrue(object: Loose, type: string): boolean {
  const conditions: readonly Loose[] = object.status?.conditions ?? [];
  return conditions.some((one) => one.type === type && one.status === "True");
}

/** Places where controllers look for the certificate of their webhooks; the last two are fixed in Kueue. */
const FIXED = ["/tmp/k8s-webhook-server/serving-certs", "/etc/kueue/metrics/certs"];

/** Makes an authority and a certificate for loopback once, and returns the authority in base64. */
function certificates(folder: string): string {
  const own = join(folder, "k8s-webhook-server/serving-certs");
  mkdirSync(own, { recursive: true });
  const files = ["-keyout", join(own, "tls.key"), "-out", join(own, "tls.crt")];
  const names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const how = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
  try {
    readFileSync(join(own, "tls.crt"));
  } catch {
    execFileSync("openssl", [...how, ...files, ...names], { stdio: "ignore" });
    for (const place of FIXED) cpSync(own, place, { recursive: true });
  }
  return readFileSync(join(own, "tls.crt")).toString("base64");
}
