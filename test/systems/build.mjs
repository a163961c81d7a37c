// Builds the control plane of Kubernetes and its controllers from Go modules, once for each key of what goes into them.
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const PLANE = join(import.meta.dirname, "plane");
const KUBERNETES = "v1.36.3";
const LDFLAGS = [
  "-s -w",
  `-X k8s.io/component-base/version.gitVersion=${KUBERNETES}`,
  `-X k8s.io/client-go/pkg/version.gitVersion=${KUBERNETES}`,
].join(" ");

/** Where everything is kept that takes long to make. */
export const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "berth-systems");

/** What is built, and what of which modules is kept beside the program. */
const PROGRAMS = [
  { program: "plane", from: "." },
  {
    program: "jobset",
    from: "sigs.k8s.io/jobset",
    modules: {
      "sigs.k8s.io/jobset": [
        "config/components/crd/bases",
        "config/components/webhook/manifests.yaml",
      ],
    },
  },
  {
    program: "trainer-controller-manager",
    from: "github.com/kubeflow/trainer/v2/cmd/trainer-controller-manager",
    modules: {
      "github.com/kubeflow/trainer/v2": [
        "manifests/base/crds",
        "manifests/base/webhook/manifests.yaml",
        "manifests/base/runtimes/torch_distributed.yaml",
      ],
    },
  },
  {
    program: "operators",
    from: "./operators",
    modules: {
      "github.com/kubeflow/training-operator": ["manifests/base/crds"],
      "github.com/ray-project/kuberay/ray-operator": ["config/crd/bases"],
    },
  },
  {
    program: "kueue",
    from: "sigs.k8s.io/kueue/cmd/kueue",
    modules: {
      "sigs.k8s.io/kueue": [
        "config/components/crd/bases",
        "config/components/webhook/manifests.yaml",
      ],
    },
  },
];

/** The folder with the programs, built if it is not there. Throws an Error that says what is missing. */
export async function buildSystems(log) {
  const go = (await run("go", ["version"])).stdout.trim();
  const hash = createHash("sha256").update(go);
  for (const file of ["go.mod", "go.sum", "main.go", "operators/main.go"]) {
    hash.update(readFileSync(join(PLANE, file)));
  }
  hash.update(JSON.stringify(PROGRAMS));
  const folder = join(CACHE, hash.digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const building = mkdtempSync(join(CACHE, "building-"));
  try {
    for (const { program, from, modules = {} } of PROGRAMS) {
      log(`building ${program}`);
      await build(from, join(building, program));
      for (const [module, files] of Object.entries(modules)) {
        const args = ["list", "-m", "-f", "{{.Dir}}", module];
        const { stdout } = await run("go", args, { cwd: PLANE });
        for (const file of files) {
          const target = join(building, `${program}-files`, basename(module), basename(file));
          cpSync(join(stdout.trim(), file), target, { recursive: true });
        }
      }
    }
    renameSync(building, folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return folder;
}

async function build(from, output) {
  const args = ["build", "-trimpath", "-ldflags", LDFLAGS, "-o", output, from];
  const env = { ...process.env, CGO_ENABLED: "0" };
  const child = spawn("go", args, { cwd: PLANE, env, stdio: ["ignore", "inherit", "inherit"] });
  const code = await new Promise((done, failed) => child.on("exit", done).on("error", failed));
  if (code !== 0) throw new Error(`go build ${from} ended with ${code}`);
}
