"""A native solver as a process: `python solve.py highs|cp-sat`.

Prints {"ready": true} once its package is loaded, then reads one line of JSON from standard input:
{"model": path, "seconds": s, "seed": k, "threads": n}. The model is a text in free MPS (HiGHS) or a CpModelProto in the text
format of protocol buffers (CP-SAT). While it runs it prints lines of JSON: {"bound": b}, {"columns": [..], "values": [..]} (the
columns of a point that are not 0), and at its end {"end": status}. Reading the model is part of the seconds.
"""

import json
import os
import sys
import threading
import time


def tell(event):
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def tell_point(values):
    columns = [c for c, value in enumerate(values) if value != 0]
    tell({"columns": columns, "values": [values[c] for c in columns]})


def end_with_parent():
    """Standard input ends when whoever asked is no more."""
    sys.stdin.read()
    os._exit(1)


class Bounds:
    """Tells a bound only where it rises."""

    def __init__(self):
        self.best = float("-inf")

    def take(self, bound):
        if abs(bound) >= 1e20 or bound <= self.best:
            return
        self.best = bound
        tell({"bound": bound})


def run_highs(job, began):
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", job["threads"])
    solver.setOptionValue("random_seed", job["seed"])
    solver.setOptionValue("mip_rel_gap", 0.0)
    if solver.readModel(job["model"]) == highspy.HighsStatus.kError:
        raise ValueError("HiGHS does not read the model")
    bounds = Bounds()

    def improved(event):
        tell_point(list(event.data_out.mip_solution))
        bounds.take(event.data_out.mip_dual_bound)

    solver.cbMipImprovingSolution.subscribe(improved)
    solver.cbMipLogging.subscribe(lambda event: bounds.take(event.data_out.mip_dual_bound))
    left = job["seconds"] - (time.monotonic() - began)
    solver.setOptionValue("time_limit", max(0.01, left))
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        tell_point(list(solver.getSolution().col_value))
    status = solver.getModelStatus()
    # Without whole columns there is no bound of a tree.
    is_linear = not any(kind == highspy.HighsVarType.kInteger for kind in solver.getLp().integrality_)
    if not is_linear:
        bounds.take(info.mip_dual_bound)
    elif status == highspy.HighsModelStatus.kOptimal:
        bounds.take(info.objective_function_value)
    return solver.modelStatusToString(status)


def run_cp_sat(job, began):
    model = cp_model.CpModel()
    with open(job["model"], encoding="utf-8") as file:
        if not model.proto.parse_text_format(file.read()):
            raise ValueError("CP-SAT does not read the model")
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = job["threads"]
    parameters.random_seed = job["seed"]
    bounds = Bounds()

    class Found(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self):
            tell_point(list(self.response_proto.solution))
            bounds.take(self.best_objective_bound)

    solver.best_bound_callback = bounds.take
    left = job["seconds"] - (time.monotonic() - began)
    parameters.max_time_in_seconds = max(0.01, left)
    status = solver.solve(model, Found())
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        bounds.take(solver.best_objective_bound)
    return solver.status_name(status)


if __name__ == "__main__":
    if sys.argv[1] == "highs":
        import highspy
    else:
        from ortools.sat.python import cp_model
    tell({"ready": True})
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=end_with_parent, daemon=True).start()
    start = time.monotonic()
    tell({"end": run_highs(asked, start) if sys.argv[1] == "highs" else run_cp_sat(asked, start)})
