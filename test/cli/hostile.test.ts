import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { berth } from "../support/berth.ts";
import { testFolder } from "../support/folder.ts";

const folder = testFolder();

/** Clears the screen, colours, rings, turns the line around, hides letters. */
const H = "x\u001b[2J\u001b]0;t\u0007\u009b31m\u202e\u2066\u200b\ud83d\ude00z";

/** What is left of it where a document wants one line. */
const B = "x\u202e\u2066\u200bz";

/** Every text that a document may choose freely holds one of them. */
const HOSTILE = {
  name: `night ${B}`,
  mode: "batch",
  objectives: ["makespan"],
  resources: [
    {
      id: "a",
      count: 2,
      kind: "k",
      labels: { zone: `zone ${B}` },
      capacity: { gpu: 4 },
      price: "1/h",
    },
  ],
  quotas: [{ queue: `queue ${H}`, limits: { gpu: 2 } }],
  setup: [{ from: `family ${H}`, to: "*", time: "1m" }],
  tasks: [
    {
      id: "t",
      count: 2,
      demand: { gpu: 1 },
      runtime: "1h",
      separate: `group ${H}`,
      eligible: { zone: `zone ${B}` },
      features: { text: `text ${H}`, batch: 64 },
    },
    { id: "u", demand: { gpu: 1 }, runtime: "2h", colocate: `together ${H}`, due: "1h" },
  ],
};
const { quotas: _, setup: __, ...PLANNED } = HOSTILE;
const IMPOSSIBLE = {
  mode: "placement",
  resources: [{ id: "a", capacity: { cpu: 5 } }],
  tasks: [{ id: "t", count: 2, demand: { cpu: 1 }, cost: 1, separate: `group ${H}` }],
};
const BROKEN = { ...HOSTILE, [`key ${H}`]: 1, tasks: [{ id: `t ${H}`, demand: { [H]: 1 } }] };

function put(name: string, document: object): string {
  const path = join(folder.path, `${name} ${H}`);
  mkdirSync(path, { recursive: true });
  const file = join(path, `${name} ${H}.json`);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

/** All that was printed, once it is sure that a terminal obeys nothing of it. */
async function printed(args: readonly string[], status: number): Promise<string> {
  const ran = await berth(args);
  const text = ran.stdout + ran.stderr;
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect(ran.status, text).toBe(status);
  return text;
}

test("hostile texts in a document and in file names reach no terminal", async () => {
  const file = put("night", PLANNED);
  const plan = join(folder.path, `plan ${H}.json`);
  expect(await printed(["solve", file, "-o", plan], 0)).toContain("night x\\u202e");
  await printed(["solve", file, "--json"], 0);
  await printed(["verify", file, plan, "--certificate"], 0);
  await printed(["replan", file, "--from", plan, "--now", "1h", "--down", "a#1"], 0);
  await printed(["export", file, "--format", "lp"], 0);
  expect(await printed(["features", file], 0)).toContain("\\u001b[2J");
  await printed(["features", file, "--json"], 0);
});

test("hostile texts reach no terminal when something is wrong", async () => {
  expect(await printed(["solve", put("impossible", IMPOSSIBLE)], 2)).toMatch(
    /group\s+x\\u001b\[2J/,
  );
  const broken = put("broken", BROKEN);
  expect(await printed(["solve", broken], 1)).toContain("key x\\u001b[2J");
  await printed(["solve", broken, "--json"], 1);
  await printed(["solve", put("quotas", HOSTILE)], 1);
  await printed(["solve", join(folder.path, `missing ${H}\nfile.yaml`)], 1);
  await printed(["solve", broken, `--option-${H}`], 1);
  await printed([`command ${H}`], 1);
  await printed(["replan", broken, "--from", broken, "--down", H], 1);
  await printed(["learn", "runtime", broken, "-o", join(folder.path, `no ${H}`, "model.json")], 1);
  const nights = join(broken, "..");
  writeFileSync(join(nights, `other ${H}.txt`), "nothing");
  await printed(["batch", nights, "-o", join(folder.path, `out ${H}`)], 1);
});

test("hostile texts of other tools, and names of files to write, reach no terminal", async () => {
  const at = (name: string) => join(folder.path, `${name} ${H}`);
  const put = (name: string, text: string) => {
    writeFileSync(at(name), text);
    return at(name);
  };
  const nodes = put("nodes.csv", `sn,cpu_milli,memory_mib,gpu,model\nn ${H},4000,8192,1,m ${H}\n`);
  const pods = put(
    "pods.csv",
    `name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos\np ${H},1000,1024,1,500,m ${H},q ${H}\n`,
  );
  const openb = ["import", "openb", "--nodes", nodes, "--pods", pods];
  expect(await printed(openb, 1)).toContain("\\u001b[2J");
  // What names may hold goes through, at its place in a document that holds nothing else.
  const plainNodes = put("plain.csv", "sn,cpu_milli,memory_mib,gpu,model\nn,4000,8192,1,m\n");
  const plainPods = put(
    "plain-pods.csv",
    "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec\np,1000,1024,1,500,m\n",
  );
  const cluster = `${at("cluster")}.yaml`;
  const plain = ["import", "openb", "--nodes", plainNodes, "--pods", plainPods];
  await printed([...plain, "-o", cluster], 0);
  await printed(["solve", cluster, "-q"], 0);
  const night = put("night.json", JSON.stringify(PLANNED));
  for (const ending of ["lp", "mps"]) {
    await printed(["export", night, "--format", ending], 0);
    await printed(["export", night, "-o", `${at("program")}.${ending}`], 0);
    await printed(["export", night, "-o", join(at("no"), `p.${ending}`)], 1);
  }
  await printed(["export", night, "--objective", H], 1);
  const table = put("types.csv", `${H},b\n1,2\n`);
  await printed(["import", "prices", "--table", table, "--families", H], 1);
  await printed(["import", "prices", "--table", at("none"), "--families", H], 1);
  await printed(["import", "gavel", "--throughputs", table, "--trace", table, "--cluster", H], 1);
  await printed(["import", "cloudbalancing", "--problem", table], 1);
  await printed(["import", "gap", "--problem", table], 1);
  await printed(["import", H], 1);
  const size = ["--tasks", "3", "--resources", "2"];
  await printed(["generate", "gap-c", ...size, "-o", `${at("drawn")}.json`], 0);
  await printed(["generate", "gap-c", ...size, "-o", `${at("drawn")}.${H}`], 1);
  await printed(["generate", "gap-c", ...size, "-o", join(at("no"), "drawn.json")], 1);
  await printed(["generate", H, ...size], 1);
  await printed(["generate", "gap-c", ...size, "--seed", H], 1);
  await printed(["schema"], 0);
  await printed(["schema", "manifest"], 0);
  await printed(["schema", H], 1);
});

test("hostile names of a batch reach no terminal", async () => {
  const [nights, out] = [join(folder.path, `nights ${H}`), join(folder.path, `results ${H}`)];
  mkdirSync(nights);
  writeFileSync(join(nights, `good ${H}.json`), JSON.stringify(PLANNED));
  writeFileSync(join(nights, `bad ${H}.json`), JSON.stringify(BROKEN));
  writeFileSync(join(nights, `none ${H}.json`), JSON.stringify(IMPOSSIBLE));
  expect(await printed(["batch", nights, "-o", out, "--work-limit", "20"], 1)).toContain(
    "results x\\u001b[2J",
  );
  await printed(["batch", nights, "-o", out, "--work-limit", "20", "--json"], 1);
  const manifest = join(folder.path, `manifest ${H}.yaml`);
  const entry = { instance: `nights ${H}/good ${H}.json`, name: `entry ${B}` };
  writeFileSync(manifest, JSON.stringify([entry, { instance: `nowhere ${H}.json` }]));
  await printed(["batch", manifest, "-o", `${out} 2`, "--work-limit", "20"], 1);
  writeFileSync(manifest, JSON.stringify([{ ...entry, [`key ${H}`]: H, method: H }]));
  await printed(["batch", manifest, "-o", `${out} 3`], 1);
  writeFileSync(manifest, `- "${"x"}\u009b`);
  await printed(["batch", manifest, "-o", `${out} 4`], 1);
  await printed(["batch", nights, "-o", manifest], 1);
});

test("only one file writes to the terminal", async () => {
  const root = join(import.meta.dirname, "../../src");
  const writers = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .filter((name) =>
      /\bstd(out|err)(\(\))?\.write\(|console\./.test(readFileSync(join(root, name), "utf8")),
    );
  expect(writers).toEqual(["cli/print.ts"]);
});
