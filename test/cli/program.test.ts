import { expect, test } from "vitest";
import { berth, spawned } from "../support/berth.ts";

test("a run leaves nothing behind for the next one", async () => {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const listeners = () => signals.map((name) => process.listenerCount(name));
  const before = listeners();
  expect((await berth(["solve", "instances/infeasible.yaml", "-q"])).status).toBe(2);
  expect((await berth(["solve", "instances/infeasible.yaml", "--gap", "half"])).status).toBe(1);
  expect((await berth(["--version"])).status).toBe(0);
  expect((await berth(["solve", "instances/infeasible.yaml", "-q"])).stderr).toBe("");
  expect(listeners()).toEqual(before);
  expect(process.exitCode).toBeUndefined();
});

test("help of one command and of all is what the built command line says, and goes where it says", async () => {
  const own = spawned(["--help"]);
  expect(await berth(["--help"])).toEqual(own);
  for (const words of [
    ["help", "solve"],
    ["solve", "--help"],
    ["learn", "runtime", "--help"],
  ]) {
    const { status, stdout, stderr } = await berth(words);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Usage: berth (solve|learn runtime) /);
  }
  const wide = await berth(["--help"], 200);
  expect(wide.stdout.split("\n").length).toBeLessThan(own.stdout.split("\n").length);
});

test("a command that is not known has the nearest one as its mend", async () => {
  const { status, stderr } = await berth(["slove", "instances/edge.yaml"]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/unknown command 'slove'[\s\S]*Did you mean solve\?/);
});
