import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ask, asker, MERGE } from "./api.ts";
import { type Processes, processesIn, until } from "./processes.ts";

const PORT = 6443;
const ETCD = "http://127.0.0.1:2379";

/** A control plane of Kubernetes on loopback: etcd, API server with RBAC, scheduler, controllers. Nodes are made by tests. */
export interface ControlPlane {
  readonly processes: Processes;
  readonly folder: string;
  /** Requests as administrator. */
  readonly ask: Ask;
  /** Path of a kubeconfig of a user: "admin" may do everything, "planner" and "nobody" what roles say. */
  kubeconfig(user: User): string;
  /** Creates an object, at its place by kind; an answer that is no success throws. */
  create(path: string, object: object): Promise<unknown>;
  stop(): Promise<void>;
}

const USERS = ["admin", "planner", "nobody"] as const;
type User = (typeof USERS)[number];

/** Folder of the built programs. */
export const PROGRAMS = process.env.BERTH_SYSTEMS ?? "";

export async function startControlPlane(): Promise<ControlPlane> {
  const folder = join(
    process.env.BERTH_SYSTEMS_WORK ?? "",
    `cluster-${randomBytes(4).toString("hex")}`,
  );
  mkdirSync(folder);
  const processes = processesIn(folder);
  const at = (name: string) => join(folder, name);
  const tokens = new Map(USERS.map((user) => [user, randomBytes(16).toString("hex")]));
  const rows = USERS.map((user) =>
    [tokens.get(user), user, user, ...(user === "admin" ? ["system:masters"] : [])].join(","),
  );
  writeFileSync(at("tokens.csv"), `${rows.join("\n")}\n`, { mode: 0o600 });
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  writeFileSync(at("sa.key"), privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
  const ca = () => readFileSync(at("certs/apiserver.crt"), "utf8");
  const ask = asker(PORT, ca, tokens.get("admin")!);
  for (const user of USERS) {
    writeFileSync(
      at(`${user}.kubeconfig`),
      JSON.stringify(kubeconfig(user, tokens.get(user)!, at)),
    );
  }
  startParts(processes, at);
  await until(
    "the API server",
    async () => isReady(ask, at),
    120,
    () => processes.log("kube-apiserver"),
  );
  for (const part of ["kube-controller-manager", "kube-scheduler"])
    startClient(processes, part, at);
  const account = "/api/v1/namespaces/default/serviceaccounts/default";
  await until("the service account", async () => (await ask("GET", account)).status === 200);
  const stopKubelets = startKubelets(ask);
  return {
    ...{ processes, folder, ask },
    kubeconfig: (user) => at(`${user}.kubeconfig`),
    async create(path, object) {
      const { status, body } = await ask("POST", path, object);
      if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      return body;
    },
    async stop() {
      stopKubelets();
      await processes.stop();
    },
  };
}

function startParts(processes: Processes, at: (name: string) => string): void {
  const plane = join(PROGRAMS, "plane");
  const peer = "http://127.0.0.1:2380";
  processes.start("etcd", plane, [
    ...["etcd", "--data-dir", at("etcd"), "--unsafe-no-fsync"],
    ...["--listen-client-urls", ETCD, "--advertise-client-urls", ETCD],
    ...["--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer],
    ...["--initial-cluster", `default=${peer}`],
  ]);
  processes.start("kube-apiserver", plane, [
    ...["kube-apiserver", `--etcd-servers=${ETCD}`, `--cert-dir=${at("certs")}`],
    ...["--bind-address=127.0.0.1", `--secure-port=${PORT}`, "--advertise-address=10.255.0.1"],
    ...["--endpoint-reconciler-type=none", "--service-cluster-ip-range=10.96.0.0/16"],
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${at("sa.key")}`,
    `--service-account-signing-key-file=${at("sa.key")}`,
    ...[`--token-auth-file=${at("tokens.csv")}`, "--authorization-mode=RBAC"],
    "--disable-admission-plugins=TaintNodesByCondition",
  ]);
}

function startClient(processes: Processes, part: string, at: (name: string) => string): void {
  const own = [
    "--leader-elect=false",
    "--bind-address=127.0.0.1",
    `--kubeconfig=${at("admin.kubeconfig")}`,
  ];
  // Nodes have no heartbeats here.
  const off = [
    "node-lifecycle-controller",
    "nodeipam",
    "cloud-node-lifecycle",
    "service-lb-controller",
    "node-route-controller",
  ];
  const controllers = [
    `--service-account-private-key-file=${at("sa.key")}`,
    `--controllers=*,${off.map((name) => `-${name}`).join(",")}`,
  ];
  const more = part === "kube-controller-manager" ? controllers : [];
  processes.start(part, join(PROGRAMS, "plane"), [part, ...own, ...more]);
}

async function isReady(ask: Ask, at: (name: string) => string): Promise<boolean> {
  if (!existsSync(at("certs/apiserver.crt"))) return false;
  try {
    return (await ask("GET", "/readyz")).status === 200;
  } catch {
    return false;
  }
}

function kubeconfig(user: string, token: string, at: (name: string) => string): object {
  const server = `https://127.0.0.1:${PORT}`;
  return {
    ...{ apiVersion: "v1", kind: "Config", "current-context": "c" },
    contexts: [{ name: "c", context: { cluster: "c", user } }],
    clusters: [
      { name: "c", cluster: { server, "certificate-authority": at("certs/apiserver.crt") } },
    ],
    users: [{ name: user, user: { token } }],
  };
}

/** Annotation of a pod: seconds that its work takes here, and whether it fails. */
export const FAKE_RUNTIME = "test.berth.dev/seconds";
export const FAKE_FAILURE = "test.berth.dev/fails";

/** What kubelets do, as far as the API sees it: pods that have a node run, end after their seconds, and go when they are deleted. */
function startKubelets(ask: Ask): () => void {
  let isOn = true;
  const started = new Map<string, number>();
  const round = async (): Promise<void> => {
    const { body } = await ask("GET", "/api/v1/pods");
    for (const { metadata, spec, status } of body.items ?? []) {
      const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
      if (metadata.deletionTimestamp !== undefined) {
        // What was stopped has failed, which some controllers wait for.
        const terminated = { exitCode: 143, finishedAt: now() };
        const ended = podStatus(spec, "Failed", { terminated });
        if (status.phase === "Running") await ask("PATCH", `${path}/status`, ended, MERGE);
        await ask("DELETE", path, { gracePeriodSeconds: 0 });
      } else if (spec.nodeName === undefined || /Succeeded|Failed/.test(status.phase)) {
      } else if (!started.has(metadata.uid)) {
        started.set(metadata.uid, Date.now());
        const startedAt = now();
        await ask(
          "PATCH",
          `${path}/status`,
          podStatus(spec, "Running", { running: { startedAt } }),
          MERGE,
        );
      } else {
        const seconds = Number(metadata.annotations?.[FAKE_RUNTIME] ?? 2);
        if (Date.now() - started.get(metadata.uid)! < seconds * 1000) continue;
        const fails = metadata.annotations?.[FAKE_FAILURE] !== undefined;
        const terminated = {
          exitCode: fails ? 1 : 0,
          finishedAt: now(),
        };
        await ask(
          "PATCH",
          `${path}/status`,
          podStatus(spec, fails ? "Failed" : "Succeeded", { terminated }),
          MERGE,
        );
      }
    }
  };
  const loop = async (): Promise<void> => {
    while (isOn) {
      // A request that fails is made again in the next round.
      await round().catch(() => undefined);
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  void loop();
  return () => {
    isOn = false;
  };
}

/** RFC 3339, without parts of seconds. */
function now(): string {
  return new Date().toISOString().replace(/\.\d+/, "");
}

// biome-ignore lint/suspicious/noExplicitAny: the spec of a pod as the API has it
function podStatus(spec: any, phase: string, state: object): object {
  const isReady = phase === "Running";
  return {
    status: {
      phase,
      conditions: [{ type: "Ready", status: isReady ? "True" : "False" }],
      containerStatuses: spec.containers.map(
        ({ name, image }: { name: string; image: string }) => ({
          ...{ name, image, imageID: "", ready: isReady, restartCount: 0, state },
        }),
      ),
    },
  };
}
