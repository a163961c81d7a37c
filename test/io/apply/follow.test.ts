import { expect, test } from "vitest";
import { ApiFault } from "../../../src/io/apply/exchange.ts";
import { type Followed, follow, type Progress } from "../../../src/io/apply/follow.ts";

/** Answers one after the other for each change; the last one stays. */
function scripted(script: Readonly<Record<string, readonly (Progress["state"] | "silent")[]>>) {
  const looks = new Map<string, number>();
  const progressOf = async (name: string): Promise<Progress> => {
    const k = looks.get(name) ?? 0;
    looks.set(name, k + 1);
    const state = script[name][Math.min(k, script[name].length - 1)];
    if (state === "silent") throw new ApiFault("no answer");
    return { state };
  };
  return { progressOf, looks };
}

async function followed(script: Parameters<typeof scripted>[0]) {
  const { progressOf, looks } = scripted(script);
  const seen: string[] = [];
  const ended: string[] = [];
  let waits = 0;
  const all = follow(Object.keys(script), {
    progressOf,
    wait: async () => {
      if (++waits > 100) throw new Error("it never ends");
    },
    onChange: ({ change, progress }: Followed<string>) => seen.push(`${change} ${progress.state}`),
  });
  for await (const { change, progress } of all) ended.push(`${change} ${progress.state}`);
  return { seen, ended, looks, waits };
}

test("each is told once in each state, and is not looked at again after its end", async () => {
  const { seen, ended, looks, waits } = await followed({
    a: ["waiting", "waiting", "running", "ended"],
    b: ["lost"],
    c: ["running", "running", "silent", "running", "ended"],
  });
  expect(ended).toEqual(["b lost", "a ended", "c ended"]);
  expect(seen).toEqual(["a waiting", "b lost", "c running", "a running", "a ended", "c ended"]);
  expect([...looks.values()]).toEqual([4, 1, 5]);
  expect(waits).toBe(4);
  expect((await followed({})).waits).toBe(0);
});

test("one that never answers again ends it", async () => {
  await expect(followed({ a: ["running", "silent"] })).rejects.toThrow(ApiFault);
});

test("a moment without answers ends nothing, however much is followed; one that lasts does, after few looks", async () => {
  const names = Array.from({ length: 100 }, (_, i) => `job-${i}`);
  const all = (script: readonly (Progress["state"] | "silent")[]) =>
    Object.fromEntries(names.map((name) => [name, script]));
  let pauses = 0;
  const ended: string[] = [];
  const moment = follow(names, {
    progressOf: async () => {
      if (pauses < 5) throw new ApiFault("no answer");
      return { state: "ended" };
    },
    wait: async () => void pauses++,
  });
  for await (const { change } of moment) ended.push(change);
  expect(ended.sort()).toEqual([...names].sort());
  const { progressOf, looks } = scripted(all(["running", "silent"]));
  let waits = 0;
  const never = follow(names, { progressOf, wait: async () => void waits++ });
  await expect(never.next()).rejects.toThrow(ApiFault);
  expect(waits).toBe(30);
  expect([...looks.values()].reduce((sum, count) => sum + count, 0)).toBe(100 + 3 + 29);
});

test("what nothing is said of does not hide the others", async () => {
  const { ended } = await followed({
    a: [...Array<"silent">(40).fill("silent"), "ended"],
    b: [...Array<"running">(60).fill("running"), "ended"],
  });
  expect(ended).toEqual(["a ended", "b ended"]);
});

test("the first round without answers asks few, and those that never have one hold up no others", async () => {
  const names = Array.from({ length: 100 }, (_, i) => `job-${i}`);
  const silent = Object.fromEntries(names.map((name) => [name, ["silent"] as const]));
  const { progressOf, looks } = scripted(silent);
  const counts: number[] = [];
  const sum = () => [...looks.values()].reduce((a, b) => a + b, 0);
  const never = follow(names, { progressOf, wait: async () => void counts.push(sum()) });
  await expect(never.next()).rejects.toThrow(ApiFault);
  expect(counts.slice(0, 3)).toEqual([3, 4, 5]);

  const deaf = new Set(["job-0", "job-1", "job-2", "job-3"]);
  const script = Object.fromEntries(
    names.map((name) => [
      name,
      deaf.has(name) ? (["silent"] as const) : (["running", "ended"] as const),
    ]),
  );
  const partly = scripted(script);
  const ended: string[] = [];
  const all = follow(names, { progressOf: partly.progressOf, wait: async () => {} });
  await expect(
    (async () => {
      for await (const { change } of all) ended.push(change);
    })(),
  ).rejects.toThrow(ApiFault);
  expect(ended.sort()).toEqual(names.filter((name) => !deaf.has(name)).sort());
});
