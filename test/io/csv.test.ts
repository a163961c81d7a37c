import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generate } from "../../src/instance/generate/registry.ts";
import { taskCopyId } from "../../src/instance/ids.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import type { Instance } from "../../src/instance/types.ts";
import { readPlan, writePlan } from "../../src/io/plan-file.ts";
import { readInstance } from "../../src/io/read-instance.ts";
import { plansEqual } from "../../src/plan/build.ts";
import { plan } from "../../src/planner/plan.ts";
import { InstanceError } from "../../src/util/errors.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "berth-csv-"));
});
afterAll(async () => await rm(folder, { recursive: true }));

async function fromCsv(tasks: string, resources: string, rest: object = {}): Promise<Instance> {
  await writeFile(join(folder, "tasks.csv"), tasks);
  await writeFile(join(folder, "resources.csv"), resources);
  const document = {
    name: "x",
    mode: "batch",
    exclusive: true,
    tasks: { csv: "tasks.csv" },
    resources: { csv: "resources.csv" },
    ...rest,
  };
  await writeFile(join(folder, "x.json"), JSON.stringify(document));
  return await readInstance(join(folder, "x.json"));
}

async function issuesOf(read: Promise<unknown>): Promise<readonly string[]> {
  const error = await read.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InstanceError);
  return (error as InstanceError).issues.map(({ message }) => message);
}

const RESOURCES = `id,kind,count,capacity.cpu,capacity.memory,devices.gpu,price,power,labels.zone,available.until,speed
a,big,2,8,64GiB,4,2.5/h,300W,eu,10h,1.5
b,small,,4.5,32GiB,,1/h,100W,us,12h,
`;
const TASKS = `id,count,demand.cpu,demand.gpu,runtime.big,runtime.small,weight,eligible.zone,forbidden,deadline
t1,3,2,0.5,1h,,1.5,,,
t2,,1,,30m,2h,,eu;us,small,5h
"t3",1,500m,,,90m,2,us,,
`;

describe("instances with CSV files", () => {
  it("say the same as lists", async () => {
    const read = await fromCsv(TASKS, RESOURCES);
    const written = parseInstance({
      name: "x",
      mode: "batch",
      exclusive: true,
      resources: [
        {
          id: "a",
          kind: "big",
          count: 2,
          capacity: { cpu: 8, memory: "64GiB" },
          devices: { gpu: 4 },
          price: "2.5/h",
          power: "300W",
          labels: { zone: "eu" },
          available: { until: "10h" },
          speed: 1.5,
        },
        {
          id: "b",
          kind: "small",
          capacity: { cpu: 4.5, memory: "32GiB" },
          price: "1/h",
          power: "100W",
          labels: { zone: "us" },
          available: { until: "12h" },
        },
      ],
      tasks: [
        { id: "t1", count: 3, demand: { cpu: 2, gpu: 0.5 }, runtime: { big: "1h" }, weight: 1.5 },
        {
          id: "t2",
          demand: { cpu: 1 },
          runtime: { big: "30m", small: "2h" },
          eligible: { zone: ["eu", "us"] },
          forbidden: ["small"],
          deadline: "5h",
        },
        {
          id: "t3",
          demand: { cpu: "500m" },
          runtime: { small: "90m" },
          weight: 2,
          eligible: { zone: "us" },
        },
      ],
    });
    expect(read).toEqual(written);
  });

  it("tell file, line and column of what is wrong", async () => {
    const wrong = TASKS.replace("1h,,1.5", "soon,,1.5").replace("t2,", "t1,");
    expect(await issuesOf(fromCsv(wrong, RESOURCES))).toEqual([
      expect.stringMatching(/tasks\.csv, line 3, column id: "t1" is the id/),
      expect.stringMatching(/tasks\.csv, line 2, column runtime\.big: .*"soon"/),
    ]);
    expect(await issuesOf(fromCsv("id,runtime\nx,1h,7\n", RESOURCES))).toEqual([
      expect.stringMatching(/tasks\.csv, line 2: expected 2 cells, got 3/),
    ]);
    expect(await issuesOf(fromCsv("id,id\nx,y\n", RESOURCES))).toEqual([
      expect.stringMatching(/tasks\.csv, line 1, column 2: "id" is the name of column 1/),
    ]);
    expect(await issuesOf(fromCsv("id,runtime,runtime.a\nx,1h,2h\n", RESOURCES))).toEqual([
      expect.stringMatching(/line 1, column 3: "runtime.a" stands beside "runtime"/),
    ]);
    expect(await issuesOf(fromCsv("id,rntime\nx,1h\n", RESOURCES))).toEqual(
      expect.arrayContaining([expect.stringMatching(/line 2, column rntime: unknown key/)]),
    );
  });
});

/** A fleet document with one row for each copy. */
function single(
  document: object,
): { tasks: object[]; resources: object[] } & Record<string, unknown> {
  const { tasks, resources, ...rest } = document as Record<
    "tasks" | "resources",
    (Record<string, unknown> & { id: string; count?: number })[]
  >;
  const rows = (list: typeof tasks) =>
    list.flatMap(({ id, count = 1, ...fields }) =>
      Array.from({ length: count }, (_, i) => ({ id: `${id}.${i + 1}`, ...fields })),
    );
  // Interleaved, so that equal rows do not stand together.
  const mixed = rows(tasks).sort(
    (a, b) => (a.id.length % 3) - (b.id.length % 3) || (a.id < b.id ? 1 : -1),
  );
  const kinds = rows(resources);
  const own = resources.map(({ id }) => id);
  const spread = mixed.map((task) => {
    const list = (task as Record<string, unknown>).throughput as unknown[];
    return {
      ...task,
      throughput: Object.fromEntries(
        own.flatMap((id, r) => (list[r] === null ? [] : [[id, list[r]]])),
      ),
    };
  });
  const named = kinds.map((one) => ({ ...one, kind: one.id.slice(0, one.id.lastIndexOf(".")) }));
  return { ...rest, tasks: spread, resources: named } as ReturnType<typeof single>;
}

describe("rows without counts", () => {
  const small = generate("fleet", { tasks: 1500, resources: 1200, kinds: 4, seed: 5 });
  const rows = single(small);

  it("become the entries that they would be with counts, and keep their ids", () => {
    const instance = parseInstance(rows);
    const counted = parseInstance(small);
    expect(instance.tasks.length).toBe(counted.tasks.length);
    expect(instance.resources.length).toBe(counted.resources.length);
    expect(instance.taskOfCopy.length).toBe(1500);
    const ids = Array.from(instance.taskOfCopy, (_, k) => taskCopyId(instance, k));
    expect([...ids].sort()).toEqual(rows.tasks.map((task) => (task as { id: string }).id).sort());
    for (const [k, id] of ids.entries()) {
      const entry = instance.tasks[instance.taskOfCopy[k]];
      expect(id.slice(0, id.lastIndexOf("."))).toBe(entry.id.slice(0, entry.id.lastIndexOf(".")));
    }
  });

  it("with lists by resource, too", () => {
    const names = rows.resources.map((one) => (one as { kind: string }).kind);
    const listed = rows.tasks.map((task) => {
      const table = (task as { throughput: Record<string, number> }).throughput;
      return { ...task, throughput: names.map((kind) => table[kind] ?? null) };
    });
    const instance = parseInstance({ ...rows, tasks: listed });
    expect(instance.resources.length).toBe(4);
    expect(instance.pairs).toEqual(parseInstance(rows).pairs);
  });

  it("name each fault at its own row", () => {
    const tasks = rows.tasks.with(700, { ...rows.tasks[700], weight: "heavy" });
    expect(() => parseInstance({ ...rows, tasks })).toThrow(/\/tasks\/700\/weight/);
    const twice = rows.tasks.with(701, rows.tasks[700]);
    expect(() => parseInstance({ ...rows, tasks: twice })).toThrow(/\/tasks\/701\/id/);
  });

  it("keep a resource apart that a table or a list names", () => {
    const [first] = rows.resources as { id: string }[];
    const tasks = rows.tasks.with(0, { ...rows.tasks[0], forbidden: [first.id] });
    const instance = parseInstance({ ...rows, tasks });
    expect(instance.resources.length).toBe(5);
    expect(instance.resources.find(({ id }) => id === first.id)?.count).toBe(1);
  });

  it("give plans that files keep, as JSON and as CSV", async () => {
    const instance = parseInstance(rows);
    const outcome = await plan(instance, { workLimit: 1 });
    expect(outcome.plan).toBeDefined();
    for (const name of ["plan.json", "plan.csv"]) {
      const path = join(folder, name);
      if (outcome.plan !== undefined) await writePlan(path, outcome.plan, outcome);
      const { plan: read } = await readPlan(path, instance);
      expect(outcome.plan !== undefined && plansEqual(read, outcome.plan.plan)).toBe(true);
    }
  });

  it("tell the line of a fault in a plan", async () => {
    const path = join(folder, "bad.csv");
    await writeFile(path, "task,resource,start_ms\nnobody,nowhere,1\n");
    expect(await issuesOf(readPlan(path, parseInstance(rows)))).toEqual([
      expect.stringMatching(/bad\.csv, line 2, column task/),
      expect.stringMatching(/bad\.csv, line 2, column resource/),
    ]);
    await writeFile(path, "task,where\nx,y\n");
    expect(await issuesOf(readPlan(path, parseInstance(rows)))).toEqual([
      expect.stringMatching(/line 1, column 2: unknown column "where"/),
    ]);
  });
});
