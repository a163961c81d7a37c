import type { Target } from "../../instance/targets.ts";
import type { Instance } from "../../instance/types.ts";
import { readFrame } from "./given.ts";
import {
  CertificateRejection,
  readInteger,
  readIntegers,
  readMap,
  refuseOthers,
} from "./reading.ts";
import { type SearchCore, searchCore } from "./search-core.ts";
import type { Effort } from "./search-penalties.ts";
import { usePrices } from "./search-prices.ts";
import { copyState, fix, type NodeState, settle, startState } from "./search-state.ts";
import type { GivenLimit } from "./types.ts";

/** Deepest tree that is followed. */
const DEEPEST = 2000;

/**
 * The bound that a search proves: see `SearchProof`. Recomputes every node. A node with fewer pairs left than the
 * finder had is refuted by the same prices, so removals need not be written down. Throws Rejection.
 */
export function searchBound(
  instance: Instance,
  target: Target,
  certificate: Readonly<Record<string, unknown>>,
): { readonly value: bigint; readonly given: readonly GivenLimit[] } {
  refuseOthers(certificate, [
    ...["kind", "refuted", "denominator", "resource", "root", "grain", "given"],
  ]);
  const refuted = readInteger(certificate.refuted, Number.MIN_SAFE_INTEGER, "refuted");
  const denominator = readInteger(certificate.denominator, 1, "denominator");
  const filled = readFilled(instance, certificate.resource);
  const frame = readFrame(instance, { given: certificate.given });
  const core = searchCore(instance, target, filled, frame, certificate.grain);
  const limit = floorDivide(BigInt(refuted) - core.offset, BigInt(core.step));
  const slack = Number(limit * BigInt(denominator));
  if (!Number.isSafeInteger(slack)) throw new CertificateRejection("the limit is too large");
  refuteTree(core, denominator, slack, certificate.root);
  return { value: core.offset + BigInt(core.step) * (limit + 1n), given: frame.given };
}

/** Checks a tree that refutes every assignment whose reduced costs times the denominator are within `slack`. */
export function refuteTree(core: SearchCore, denominator: number, slack: number, root: unknown) {
  const proof: Proof = { core, denominator, slack, effort: { cells: 0 } };
  refuteNode(proof, startState(core), root, 0);
}

interface Proof {
  readonly core: SearchCore;
  readonly denominator: number;
  /** The limit on reduced costs, times the denominator. */
  readonly slack: number;
  readonly effort: Effort;
}

function refuteNode(proof: Proof, state: NodeState, value: unknown, depth: number): void {
  if (depth > DEEPEST) throw new CertificateRejection("its tree is too deep");
  const { core, denominator, slack, effort } = proof;
  const node = readMap(value, "a node");
  refuseOthers(node, ["prices", "task", "children", "resource"]);
  if (!settle(core, state)) return;
  if (!Array.isArray(node.prices))
    throw new CertificateRejection("the prices of a node are no list");
  for (const vector of node.prices) {
    const prices = readIntegers(vector, core.tasks, Number.MIN_SAFE_INTEGER, "prices");
    if (!usePrices(core, state, prices, denominator, slack, effort)) return;
    if (!settle(core, state)) return;
  }
  // Reduced costs are never negative.
  if (state.fixed * denominator > slack) return;
  if (!Array.isArray(node.children))
    throw new CertificateRejection("a node is neither refuted nor split");
  const task = readInteger(node.task, 0, "task");
  if (task >= core.tasks) throw new CertificateRejection(`there is no task copy ${task}`);
  const byResource = new Map<unknown, unknown>();
  for (const child of node.children) byResource.set(readMap(child, "a child").resource, child);
  const home = state.home[task];
  for (let i = 0; i < core.resources; i++) {
    const isLeft = home === -1 ? state.open[task * core.resources + i] === 1 : home === i;
    if (!isLeft) continue;
    const child = byResource.get(i);
    if (child === undefined)
      throw new CertificateRejection(`task copy ${task} on resource copy ${i} is open`);
    const next = copyState(state);
    if (home === -1) fix(core, next, task, i);
    refuteNode(proof, next, child, depth + 1);
  }
}

function readFilled({ mode, dimensions }: Instance, value: unknown): number | "time" {
  // In a placement it is time too that a limit on makespan fills.
  if (value === "time") return value;
  if (mode === "batch") {
    throw new CertificateRejection('in batch mode the only thing that is filled is "time"');
  }
  const dimension = readInteger(value, 0, "resource");
  if (dimension < dimensions.length) return dimension;
  throw new CertificateRejection(`there is no dimension ${dimension}`);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}
