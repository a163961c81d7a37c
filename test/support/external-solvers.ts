import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import loader from "highs";

/** The optimum that a solver of another project finds in a text file, or what it said instead. */
export type ExternalAnswer = { readonly value: number } | { readonly said: string };

/** A solver that may be on this machine. */
export interface ExternalSolver {
  readonly name: string;
  /** Where it was found; absent if it is not here. */
  readonly found?: string;
  readonly formats: readonly ("lp" | "mps")[];
  /** Reads and solves files; writes only beside them. */
  solve(files: readonly string[], format: "lp" | "mps"): readonly ExternalAnswer[];
}

const HIGHS_HERE = await (loader as unknown as typeof loader.default)();

/** Seconds that one solver gets for one file. */
const LIMIT = 60;

/** CBC, GLPK, lp_solve, SCIP and HiGHS as commands, and the Python packages pulp, pyscipopt and highspy, where they are installed. */
export function externalSolvers(): readonly ExternalSolver[] {
  return [
    cbc("cbc", onPath("cbc")),
    { ...byPython("PuLP", "pulp", PULP), formats: ["mps"] },
    cbc("PuLP's CBC", python("import pulp; print(pulp.apis.PULP_CBC_CMD().path)")),
    {
      name: "GLPK",
      ...found(onPath("glpsol")),
      formats: ["lp", "mps"],
      solve: each((file, format) => {
        const scratch = `${file}.answer`;
        const kind = format === "lp" ? "--lp" : "--freemps";
        const said = run("glpsol", [kind, file, "--tmlim", `${LIMIT}`, "--write", scratch]);
        const answer = existsSync(scratch) ? readFileSync(scratch, "utf8") : "";
        // Basic solution: "s bas rows columns f f value"; integer: "s mip rows columns o value".
        const line = /^s (?:bas \d+ \d+ f f|mip \d+ \d+ o) (\S+)$/m.exec(answer);
        return line === null ? { said: said + answer.slice(0, 400) } : { value: Number(line[1]) };
      }),
    },
    {
      name: "lp_solve",
      ...found(onPath("lp_solve")),
      // Its own LP format is another one.
      formats: ["mps"],
      // Its search calls wrong values optimal, so it is only asked to write down what it read.
      solve: each((file) => {
        const again = `${file}.again`;
        const said = run("lp_solve", ["-S1", "-parse_only", "-fmps", file, "-wfmps", again]);
        if (!existsSync(again)) return { said };
        return HIGHS_HERE.withModel((model) => {
          model.options.set({ output_flag: false, mip_rel_gap: 0 });
          model.readModel({ format: "mps", data: readFileSync(again, "utf8") });
          const { modelStatus } = model.run();
          const isOptimal = modelStatus === HIGHS_HERE.constants.modelStatus.optimal;
          if (isOptimal) return { value: model.info.get("objective_function_value") as number };
          return { said: modelStatus === 8 ? "infeasible" : `status ${modelStatus}` };
        });
      }),
    },
    byPython("SCIP", "pyscipopt", SCIP),
    byPython("HiGHS", "highspy", HIGHS),
  ];
}

function cbc(name: string, path: string | undefined): ExternalSolver {
  return {
    name,
    ...found(path),
    formats: ["lp", "mps"],
    solve: each((file) => {
      const said = run(path ?? name, [file, "-sec", `${LIMIT}`, "-ratio", "0", "-solve", "-quit"]);
      const optimal = /Result - Optimal solution found|Optimal objective/.test(said);
      const line = /Objective value:\s*(\S+)|Optimal objective (\S+)/.exec(said);
      return optimal && line !== null ? { value: Number(line[1] ?? line[2]) } : { said };
    }),
  };
}

const SCIP = `
import sys, pyscipopt
for file in sys.argv[1:]:
    model = pyscipopt.Model()
    model.hideOutput()
    model.setParam("limits/time", ${LIMIT})
    model.readProblem(file)
    model.optimize()
    status = model.getStatus()
    print("answer", repr(model.getObjVal()) if status == "optimal" else status)
`;

const HIGHS = `
import sys, highspy
for file in sys.argv[1:]:
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("time_limit", float(${LIMIT}))
    model.setOptionValue("mip_rel_gap", 0.0)
    read = model.readModel(file)
    model.run()
    status = model.getModelStatus()
    optimal = read == highspy.HighsStatus.kOk and status == highspy.HighsModelStatus.kOptimal
    print("answer", repr(model.getInfo().objective_function_value) if optimal else (read, status))
`;

/** Read by PuLP itself, and handed on to its own CBC. */
const PULP = `
import sys, pulp
for file in sys.argv[1:]:
    _, problem = pulp.LpProblem.fromMPS(file)
    status = pulp.LpStatus[problem.solve(pulp.PULP_CBC_CMD(msg=0, timeLimit=${LIMIT}, gapRel=0))]
    print("answer", repr(pulp.value(problem.objective)) if status == "Optimal" else status)
`;

function byPython(name: string, module: string, script: string): ExternalSolver {
  return {
    name,
    ...found(python(`import ${module}; print(${module}.__file__)`)),
    formats: ["lp", "mps"],
    solve: (files) => {
      const said = run("python3", ["-c", script, ...files]);
      const answers = [...said.matchAll(/^answer (.*)$/gm)].map(([, answer]) => answer);
      return files.map((_, i) => {
        const value = Number(answers[i]);
        return Number.isNaN(value) ? { said: answers[i] ?? said } : { value };
      });
    },
  };
}

function each(
  solve: (file: string, format: "lp" | "mps") => ExternalAnswer,
): ExternalSolver["solve"] {
  return (files, format) => files.map((file) => solve(file, format));
}

function found(path: string | undefined): { readonly found?: string } {
  return path === undefined ? {} : { found: path };
}

function onPath(command: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path));
}

function python(script: string): string | undefined {
  const { status, stdout } = spawnSync("python3", ["-c", script], { encoding: "utf8" });
  return status === 0 ? stdout.trim().split("\n").at(-1) : undefined;
}

function run(command: string, args: readonly string[]): string {
  const limit = { encoding: "utf8", timeout: (LIMIT + 30) * 1000 } as const;
  const { stdout, stderr, error } = spawnSync(command, args, limit);
  return `${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}`;
}
