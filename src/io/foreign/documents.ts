import {
  AN_INSTANCE,
  BY_HAND,
  OF_A_CLUSTER,
  OF_A_PLAN,
  OF_A_QUEUE,
  OF_RAY,
  OF_RAY_NODES,
  OF_SLURM_NODES,
  OF_SOLVERS,
  type Seeming,
} from "./seeming.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What a parsed document seems to be: an instance, or what the first row of the tables knows. */
export function seemingDocument(document: unknown): Seeming | undefined {
  const list = Array.isArray(document) ? document : undefined;
  const fields = list === undefined ? document : list[0];
  if (typeof fields !== "object" || fields === null) return undefined;
  if (list === undefined && "resources" in fields && "tasks" in fields) return AN_INSTANCE;
  for (const seeming of list === undefined ? OF_MAPS : OF_LISTS) {
    const found = seeming(fields as Fields);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a manifest of Kubernetes is for, by its group. */
export function manifestWords(apiVersion: string, kind: string): Seeming {
  const group = GROUPS.find(([name]) => apiVersion.includes(name))?.[1] ?? "Kubernetes";
  const what = /List$/.test(kind)
    ? `a list of ${group} (${kind})`
    : `a manifest of ${group} (${kind})`;
  return { what, hint: OF_A_CLUSTER };
}

const GROUPS: readonly (readonly [string, string])[] = [
  ["kueue.", "Kueue"],
  ["jobset.", "JobSet"],
  ["kubeflow.", "Kubeflow"],
  ["ray.io", "KubeRay"],
];

const OF_MAPS: readonly ((fields: Fields) => Seeming | undefined)[] = [
  (fields) =>
    "berth_plan" in fields || ("termination" in fields && "objectives" in fields)
      ? { what: "a plan of Berth", hint: OF_A_PLAN }
      : undefined,
  ({ format }) =>
    typeof format === "string" && format.startsWith("berth-")
      ? {
          what: `a learned model of Berth (${format})`,
          hint: "Maybe give it as --runtimes FILE or --policy FILE beside an instance.",
        }
      : undefined,
  ({ apiVersion, kind }) =>
    typeof apiVersion === "string" && typeof kind === "string"
      ? manifestWords(apiVersion, kind)
      : undefined,
  ({ services }) =>
    isMap(services) &&
    Object.values(services).some((one) => isMap(one) && hasAny(one, ["image", "build"]))
      ? { what: "a file of docker compose", hint: BY_HAND }
      : undefined,
  (fields) =>
    hasAny(fields, ["available_node_types", "head_node_type"]) ||
    ("cluster_name" in fields && "provider" in fields)
      ? { what: "a cluster file of Ray", hint: OF_RAY }
      : undefined,
  ({ applications }) =>
    Array.isArray(applications) && isMap(applications[0]) && "import_path" in applications[0]
      ? { what: "a file of Ray Serve", hint: OF_RAY }
      : undefined,
  (fields) =>
    "ray_version" in fields ||
    ("result" in fields && "msg" in fields && "data" in fields) ||
    "entrypoint" in fields
      ? {
          what: "an answer of the Ray API",
          hint: "data" in fields ? OF_RAY_NODES : OF_RAY,
        }
      : undefined,
  (fields) =>
    isMap(fields.meta) && hasAny(fields.meta, ["slurm", "Slurm", "plugin", "plugins"])
      ? jsonOfSlurm(fields)
      : undefined,
  // Older releases print no meta.
  (fields) =>
    SLURM_LISTS.some(([list, keys]) => {
      const [first] = Array.isArray(fields[list]) ? (fields[list] as readonly unknown[]) : [];
      return isMap(first) && hasAny(first, keys);
    })
      ? jsonOfSlurm(fields)
      : undefined,
  (fields) =>
    hasAny(fields, ["Job Id", "pbs_version"])
      ? { what: "a listing of PBS (qstat)", hint: BY_HAND }
      : undefined,
  (fields) =>
    hasAny(fields, ["run", "setup"]) &&
    isMap(fields.resources) &&
    hasAny(fields.resources, ["accelerators", "cloud", "infra", "instance_type"])
      ? { what: "a task of SkyPilot", hint: BY_HAND }
      : undefined,
  ({ max, min }) =>
    [max, min].some((goal) => typeof goal === "string" && /;\s*$/.test(goal))
      ? { what: "a linear program (LP of lp_solve)", hint: OF_SOLVERS }
      : undefined,
  ({ computerList }) =>
    Array.isArray(computerList)
      ? {
          what: "a cloud balancing problem",
          hint: "Maybe import it: berth import cloudbalancing --problem FILE -o instance.yaml.",
        }
      : undefined,
  (fields) =>
    Object.values(fields).some(
      (of) => isMap(of) && Object.keys(of).some((key) => /^\('.*', \d+\)$/.test(key)),
    )
      ? {
          what: "throughputs measured for Gavel",
          hint: "Maybe import them: berth import gavel --throughputs FILE --trace TRACE --cluster v100=4.",
        }
      : undefined,
];

const OF_LISTS: typeof OF_MAPS = [
  ({ apiVersion, kind }) =>
    typeof apiVersion === "string" && typeof kind === "string"
      ? manifestWords(apiVersion, kind)
      : undefined,
  (fields) =>
    hasAny(fields, ["submission_id", "entrypoint"])
      ? { what: "an answer of the Ray API", hint: OF_RAY }
      : undefined,
  (fields) =>
    "attempts" in fields && hasAny(fields, ["jobid", "vc"])
      ? { what: "a trace of Philly", hint: BY_HAND }
      : undefined,
  (fields) => ("collection_id" in fields ? { what: "a trace of Borg", hint: BY_HAND } : undefined),
  ({ instance }) =>
    typeof instance === "string"
      ? { what: "a manifest of a batch", hint: "Maybe plan them all: berth batch FILE -o OUT." }
      : undefined,
  (fields) =>
    hasAny(fields, ["runtime", "throughput"]) && !("id" in fields)
      ? {
          what: "a history of runtimes",
          hint: "Maybe learn from it: berth learn runtime FILE -o model.json.",
        }
      : undefined,
  (fields) =>
    "id" in fields
      ? {
          what: "a list of entries alone",
          hint: "Maybe write it under tasks: or resources: of a document with a mode.",
        }
      : undefined,
];

/** What the items of lists of Slurm have and those of no other tool. */
const SLURM_LISTS = [
  ["jobs", ["job_state", "partition", "tres_req_str", "association"]],
  ["nodes", ["gres", "real_memory", "tres", "partitions"]],
  ["sinfo", ["partition", "gres"]],
] as const;

function jsonOfSlurm(fields: Fields): Seeming {
  const isJobs = "jobs" in fields;
  const ofNodes = hasAny(fields, ["sinfo", "partitions"]) ? "sinfo" : "scontrol";
  return {
    what: `JSON of Slurm (${isJobs ? "sacct or squeue" : ofNodes} --json)`,
    hint: isJobs ? OF_A_QUEUE : OF_SLURM_NODES,
  };
}

function hasAny(fields: Fields, keys: readonly string[]): boolean {
  return keys.some((key) => key in fields);
}

function isMap(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
