import { expect, test } from "vitest";
import { makespanCoreOf } from "../../../src/cores/makespan.ts";
import { proveMakespan } from "../../../src/exact/makespan/prove.ts";
import { generate } from "../../../src/instance/generate/registry.ts";
import { parseInstance } from "../../../src/instance/parse.ts";
import { targetsOf } from "../../../src/instance/targets.ts";
import type { Instance } from "../../../src/instance/types.ts";
import { checkCertificate } from "../../../src/plan/certificate/check.ts";
import type { MakespanSearchProof, SearchNode } from "../../../src/plan/certificate/types.ts";
import { makeRandom, type Random } from "../../../src/util/random.ts";
import { atLeast, drawn } from "../../support/drawn.ts";
import { mutants } from "../../support/mutants.ts";

const open = { upper: () => Number.POSITIVE_INFINITY, lower: () => Number.NEGATIVE_INFINITY };

/** By turns unrelated runtimes with forbidden pairs, and runtimes nearly alike everywhere, whose proofs split. */
function randomInstance(seed: number): Instance {
  const random = makeRandom(seed);
  const isAlike = seed % 2 === 1;
  const resources = isAlike ? 4 : random.int(2, 4);
  const longest = [9, 40, 1000][seed % 3];
  const unrelated = () =>
    Array.from({ length: resources }, (_, r) =>
      r > 0 && random.int(0, 9) === 0 ? null : `${random.int(Math.ceil(longest / 3), longest)}ms`,
    );
  const alike = () => {
    const base = random.int(990, 1330);
    return Array.from({ length: resources }, () => `${base + random.int(0, 8)}ms`);
  };
  return parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: Array.from({ length: resources }, (_, r) => ({ id: `r${r}` })),
    tasks: Array.from({ length: isAlike ? random.int(9, 10) : random.int(4, 8) }, (_, t) => ({
      id: `t${t}`,
      runtime: isAlike ? alike() : unrelated(),
    })),
  });
}

/** The least makespan over all assignments, counted without any of the project's own searches. */
function leastByEnumeration({ tasks, resources, pairs }: Instance): number {
  const load = new Array<number>(resources.length).fill(0);
  let best = Number.POSITIVE_INFINITY;
  const place = (t: number, highest: number): void => {
    if (highest >= best) return;
    if (t === tasks.length) best = highest;
    if (t === tasks.length) return;
    for (let r = 0; r < resources.length; r++) {
      const pair = t * resources.length + r;
      if (pairs.eligible[pair] === 0) continue;
      load[r] += pairs.runtime[pair];
      place(t + 1, Math.max(highest, load[r]));
      load[r] -= pairs.runtime[pair];
    }
  };
  place(0, 0);
  return best;
}

/** The last searches that the prover writes down on its way, each a proof of its own. */
function proofsOf(instance: Instance): MakespanSearchProof[] {
  const map = makespanCoreOf(instance, targetsOf(instance)[0]);
  if (map === undefined) throw new Error("expected a core");
  const proofs: MakespanSearchProof[] = [];
  let [value, bound] = [Number.POSITIVE_INFINITY, 0];
  for (const event of proveMakespan(map.core, open)) {
    value = Math.min(value, event.value ?? value);
    bound = event.bound ?? bound;
    if (event.certificate?.kind === "makespan-search") proofs.push(event.certificate);
  }
  // So the last of them refutes all that is less than the value of a plan, the optimum.
  expect(bound).toBe(value);
  return proofs.slice(-2);
}

/** The same proof one level down: the root decides nothing but a task, and its prices refute each of its places. */
function split(
  { tasks, resources, pairs }: Instance,
  proof: MakespanSearchProof,
): MakespanSearchProof {
  const R = resources.length;
  const placesOf = (t: number) =>
    [...resources.keys()].filter((r) => {
      const pair = t * R + r;
      return pairs.eligible[pair] === 1 && pairs.runtime[pair] <= proof.refuted;
    });
  const task = [...tasks.keys()].find((t) => placesOf(t).length > 1);
  if (task === undefined || depth(proof.root) > 0 || proof.root.prices.length === 0) return proof;
  const { prices } = proof.root;
  const children = placesOf(task).map((resource) => ({ resource, prices }));
  return { ...proof, root: { prices: [], task, children } };
}

/** Every copy of a value in which one map has a field more, or two items of a list have changed places. */
function* disorder(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (let i = 1; i < value.length; i++) {
      yield value.with(i - 1, value[i]).with(i, value[i - 1]);
    }
    yield* value.map((_, i) => value.toSpliced(i, 1));
    for (const [i, item] of value.entries()) {
      for (const other of disorder(item)) yield value.with(i, other);
    }
  } else if (typeof value === "object" && value !== null) {
    yield* [
      { ...value, also: 0 },
      { ...value, bound: 1e9 },
      { ...value, denominator: 2 },
    ];
    for (const [key, item] of Object.entries(value)) {
      for (const other of disorder(item)) yield { ...value, [key]: other };
    }
  }
}

function depth({ children = [] }: SearchNode): number {
  return children.length === 0 ? 0 : 1 + Math.max(...children.map(depth));
}

test("a search that is changed anywhere is rejected, or still proves what enumeration confirms", () => {
  const seen = { proofs: 0, split: 0, rejected: 0, harmless: 0 };
  for (let seed = 0; seed < drawn(24); seed++) {
    const instance = randomInstance(seed);
    const [target] = targetsOf(instance);
    const least = leastByEnumeration(instance);
    for (const proof of proofsOf(instance).map((one) => split(instance, one))) {
      expect(checkCertificate(instance, target, proof)).toEqual({ bound: proof.refuted + 1 });
      expect(proof.refuted).toBeLessThan(least);
      seen.proofs++;
      if (depth(proof.root) > 0) seen.split++;
      for (const change of [...mutants(proof), ...disorder(proof)]) {
        const checked = checkCertificate(instance, target, change);
        if ("rejected" in checked) seen.rejected++;
        else seen.harmless++;
        // A message for each of so many would take longer than the checks.
        if ("bound" in checked && checked.bound > least) expect(change).toBe("harmless");
      }
    }
  }
  expect(seen.proofs).toBeGreaterThan(atLeast(9));
  expect(seen.split).toBeGreaterThan(atLeast(5));
  expect(Math.min(seen.rejected, seen.harmless)).toBeGreaterThan(atLeast(1000));
});

test("knapsacks in coarser units prove no more than enumeration confirms, whatever units are stated", () => {
  const seen = { coarse: 0, rejected: 0, proven: 0 };
  for (let seed = 1; seed <= 6; seed++) {
    const instance = inMilliseconds(seed);
    const [target] = targetsOf(instance);
    const least = leastByEnumeration(instance);
    for (const proof of proofsOf(instance)) {
      expect(checkCertificate(instance, target, proof)).toEqual({ bound: proof.refuted + 1 });
      expect(proof.refuted).toBeLessThan(least);
      if (proof.grain === undefined) continue;
      seen.coarse++;
      const grains: unknown[] = [[], "1", proof.grain.slice(1), proof.grain.map(() => 0)];
      for (const factor of [2, 3, 50, 1e6]) grains.push(proof.grain.map((one) => factor * one));
      for (const grain of grains) {
        for (const refuted of [proof.refuted, least - 1, least, least + proof.grain[0]]) {
          const checked = checkCertificate(instance, target, { ...proof, refuted, grain });
          if ("rejected" in checked) seen.rejected++;
          else {
            seen.proven++;
            expect(checked.bound).toBeLessThanOrEqual(least);
          }
        }
      }
    }
  }
  expect(Math.min(seen.coarse, seen.proven)).toBeGreaterThan(atLeast(3));
  expect(seen.rejected).toBeGreaterThan(atLeast(50));
});

/** Few tasks of hours in odd milliseconds. */
function inMilliseconds(seed: number): Instance {
  const random = makeRandom(seed);
  return parseInstance({
    mode: "batch",
    exclusive: true,
    objectives: ["makespan"],
    resources: [{ id: "a" }, { id: "b" }, { id: "c" }],
    tasks: Array.from({ length: 6 }, (_, t) => ({
      id: `t${t}`,
      runtime: Array.from({ length: 3 }, () => `${random.int(10_000_000, 30_000_000)}ms`),
    })),
  });
}

test("what no search may look like is rejected, whatever its prices", () => {
  let splits = 0;
  for (let seed = 0; seed < drawn(24); seed++) {
    const instance = randomInstance(seed);
    const [target] = targetsOf(instance);
    const least = leastByEnumeration(instance);
    for (const proof of proofsOf(instance)) {
      const { root } = proof;
      const wrong: unknown[] = [
        ...["search", "makespan", "capacity-prices", "", undefined].map((kind) => ({
          ...proof,
          kind,
        })),
        ...[least, least + 1, 2 * least, 1e15, -1, proof.refuted + 0.5].map((refuted) => ({
          ...proof,
          refuted,
        })),
        ...["denominator", "resource", "tree", "given"].map((field) => ({ ...proof, [field]: 1 })),
        { kind: proof.kind, refuted: proof.refuted },
        ...[null, [], [root], 0].map((other) => ({ ...proof, root: other })),
        { ...proof, root: { ...root, fixed: 1e9 } },
      ];
      for (const one of wrong) {
        expect(checkCertificate(instance, target, one)).toHaveProperty("rejected");
      }
    }
    const whole = proofsOf(instance).at(-1);
    const last = whole && split(instance, whole);
    if (last === undefined || depth(last.root) === 0) continue;
    const bare = { ...last, root: { prices: last.root.prices } };
    // Where a task has no place below the limit, nothing needs to be said.
    if (last.root.prices.length === 0 && "bound" in checkCertificate(instance, target, bare))
      continue;
    splits++;
    // What stands at the root did not refute it, so not one of its branches may be missing or the only one.
    expect(checkCertificate(instance, target, bare)).toHaveProperty("rejected");
    const { children = [] } = last.root;
    const elsewhere = children.map((child) => ({ ...child, resource: instance.resources.length }));
    const away = { ...last, root: { ...last.root, children: elsewhere } };
    expect(checkCertificate(instance, target, away)).toHaveProperty("rejected");
    for (const i of children.keys()) {
      const fewer = { ...last, root: { ...last.root, children: children.toSpliced(i, 1) } };
      expect(checkCertificate(instance, target, fewer)).toHaveProperty("rejected");
    }
  }
  expect(splits).toBeGreaterThan(atLeast(5));
});

test("deep trees, changed at random places, prove nothing more either", () => {
  let deepest = 0;
  const deep = [
    ["job-correlated", 16, 5, 3],
    ["job-correlated", 24, 8, 1],
    ["unrelated", 36, 10, 1],
  ] as const;
  for (const [family, tasks, resources, seed] of deep) {
    const instance = parseInstance(generate(family, { tasks, resources, seed }));
    const [target] = targetsOf(instance);
    const proof = proofsOf(instance)
      .sort((a, b) => depth(a.root) - depth(b.root))
      .at(-1);
    if (proof === undefined) throw new Error("expected a proof");
    deepest = Math.max(deepest, depth(proof.root));
    const least = proof.refuted + 1;
    const random = makeRandom(seed);
    for (let trial = 0; trial < drawn(150); trial++) {
      const other = structuredClone<unknown>(proof) as Writable;
      changeSomewhere(other.root, random);
      const checked = checkCertificate(instance, target, other);
      if ("bound" in checked) expect(checked.bound).toBe(least);
      const bolder = checkCertificate(instance, target, { ...other, refuted: least });
      expect(bolder).toHaveProperty("rejected");
    }
  }
  expect(deepest).toBeGreaterThan(atLeast(1));
});

interface WritableNode {
  resource?: number | undefined;
  task?: number;
  prices: number[][];
  children?: WritableNode[];
}

interface Writable {
  root: WritableNode;
}

/** Changes one thing of a node, or of one far below it. */
function changeSomewhere(node: WritableNode, random: Random): void {
  const children = node.children ?? [];
  if (children.length > 0 && random.int(0, 3) > 0) {
    changeSomewhere(children[random.int(0, children.length - 1)], random);
    return;
  }
  const kind = random.int(0, 5);
  const vector = node.prices[random.int(0, Math.max(0, node.prices.length - 1))];
  if (kind === 0) node.prices.splice(0, 1);
  else if (kind === 1 && vector !== undefined) {
    vector[random.int(0, vector.length - 1)] += random.int(0, 1) * 2 - 1;
  } else if (kind === 2) node.task = (node.task ?? 0) + 1;
  else if (kind === 3) children.splice(random.int(0, 4), 1);
  else if (kind === 4 && children.length > 1) {
    const [a, b] = children;
    [a.resource, b.resource] = [b.resource, a.resource];
  } else node.resource = (node.resource ?? 0) + 1;
}
