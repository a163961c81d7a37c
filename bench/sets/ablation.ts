import type { BenchSet, RowSpec } from "../rows.ts";
import type { Source } from "../source.ts";

/** A problem of each family, with the methods that `auto` runs on it. */
const PROBLEMS: readonly (readonly [id: string, source: Source, methods: readonly string[]])[] = [
  ["d20100", { kind: "gap", file: "d20100" }, ["prices", "branch", "exchange"]],
  ["e20400", { kind: "gap", file: "e20400" }, ["prices", "branch", "exchange"]],
  ["unrelated 500 x 20", made("unrelated", 500, 20), ["prices", "branch", "exchange"]],
  ["identical 100 x 40", made("identical-wide", 100, 40), ["identical", "prices", "branch"]],
  ["diverse 400 x 60", made("diverse", 400, 60), ["prices", "greedy", "local", "milp"]],
  ["stages 200 x 12", made("stages-tight", 200, 12), ["dp", "trees", "prices", "local", "milp"]],
  ["fleet 20,000 x 1,000", fleet(), ["prices", "fleet", "local"]],
  [
    "cloud balancing 100 x 300",
    { kind: "cloud-balancing", file: "100computers-300processes.json" },
    ["prices", "greedy", "packing", "local", "neighbourhoods", "milp"],
  ],
  ["night 50 x 8", made("night", 50, 8), ["areas", "local", "milp"]],
];

/** What each method brings: `auto` without it, beside `auto` with all, 10 s each. */
export const ablation: BenchSet = {
  name: "ablation",
  title: "Ablation: what is lost without one method, 10 s each",
  remark:
    "A method earns its keep where a row without it has a worse value, bound or time than the row with all.",
  rows: (form) =>
    PROBLEMS.flatMap(([id, source, methods]) => [
      row(form, `${id}, all`, source, []),
      ...methods.map((method) => row(form, `${id}, without ${method}`, source, [method])),
    ]),
};

function row(
  form: "short" | "full",
  id: string,
  source: Source,
  without: readonly string[],
): RowSpec {
  return {
    id,
    source,
    limit: 10,
    runs: form === "short" ? 1 : 3,
    peers: [],
    goal: { kind: "none" },
    ...(without.length > 0 && { without }),
  };
}

function made(family: string, tasks: number, resources: number): Source {
  return { kind: "generated", family, tasks, resources, seed: 1 };
}

function fleet(): Source {
  return { kind: "generated", family: "fleet", tasks: 20_000, resources: 1000, kinds: 20, seed: 1 };
}
