import { BY_HAND, OF_A_PLAN, OF_A_TABLE, type Seeming } from "./seeming.ts";

/** The first row of a table, without quotes; its cells stand apart by commas, semicolons, tabs or bars. */
export function columnsOfTable(head: string): readonly string[] {
  const [row = ""] = head.replace(/^\uFEFF?(?:"?sep=.[^\n]*\n)?\s*/i, "").split(/\r?\n|\r/, 1);
  return row.split(/[,;\t|]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

/** The tool or trace that a table comes from, by its columns, or by its first row where a trace names none. */
export function seemingTable(head: string): Seeming | undefined {
  const columns = new Set(columnsOfTable(head));
  const named = BY_COLUMNS.find(([, { of, least }]) => {
    return of.filter((name) => columns.has(name)).length >= least;
  });
  if (named !== undefined) return { what: named[0], hint: named[1].hint ?? OF_A_TABLE };
  const what = BY_ROW.find(([, pattern]) => pattern.test(head))?.[0];
  return what === undefined ? undefined : { what, hint: BY_HAND };
}

/** How many of some columns a table must have, and what to do with it if that is known. */
interface Columns {
  readonly of: readonly string[];
  readonly least: number;
  readonly hint?: string;
}

const BY_COLUMNS: readonly (readonly [string, Columns])[] = [
  [
    "a list of the openb trace",
    {
      of: ["cpu_milli", "memory_mib", "num_gpu", "gpu_milli", "gpu_spec"],
      least: 2,
      hint: "Maybe import it: berth import openb --nodes NODES --pods PODS -o instance.yaml.",
    },
  ],
  [
    "a price table",
    {
      of: [
        ...["instance_type", "family", "alloc_cpu", "alloc_memory", "usd_per_hour_us_east_1"],
        ...["machine_type", "usd_per_hour_on_demand", "usd_per_hour_spot"],
      ],
      least: 2,
      hint: "Maybe import it: berth import prices --table FILE -o resources.yaml.",
    },
  ],
  ["a plan of Berth", { of: ["task", "resource", "start_ms"], least: 3, hint: OF_A_PLAN }],
  [
    "a table of Slurm (sacct)",
    {
      of: [
        ...["JobID", "JobIDRaw", "JobName", "Account", "User", "Partition", "State", "Elapsed"],
        ...["Submit", "AllocTRES", "ReqTRES", "AllocCPUS", "NodeList", "ExitCode"],
      ],
      least: 2,
    },
  ],
  [
    "a trace of Borg",
    {
      of: [
        ...["collection_id", "scheduling_class", "collection_type", "alloc_collection_id"],
        ...["instance_index", "machine_id", "missing_type", "resource_request"],
      ],
      least: 2,
    },
  ],
  [
    "a trace of Alibaba",
    {
      of: [
        ...["inst_id", "inst_num", "inst_name", "worker_name", "task_name", "job_name"],
        ...["plan_cpu", "plan_mem", "plan_gpu", "cap_cpu", "cap_mem", "cap_gpu", "gpu_type_spec"],
      ],
      least: 2,
    },
  ],
  [
    "a trace of Helios",
    { of: ["vc", "jobname", "gpu_num", "cpu_num", "node_num", "submit_time"], least: 3 },
  ],
];

/** Traces whose files have no row of names. */
const BY_ROW: readonly (readonly [string, RegExp])[] = [
  // Names are hashes in base64: time, then numbers, then a hash.
  ["a trace of Borg", /^\d+,(?:\d*,){1,6}[A-Za-z0-9+/]{43}=,/],
  ["a trace of Alibaba", /^(?:[^,\n]+,\d+,j_\d+,|[^,\n]+,[^,\n]+,j_\d+,|c_\d+,m_\d+,|m_\d+,\d+,)/],
];
