import { expect, test } from "vitest";
import { formulate } from "../../models/formulate.ts";
import { checkFormulation, isFormulationProof } from "../../src/check/check-formulation.ts";
import { proveBoxes } from "../../src/exact/boxes/prove.ts";
import { parseInstance } from "../../src/instance/parse.ts";
import { targetsOf } from "../../src/instance/targets.ts";
import { checkCertificate } from "../../src/plan/certificate/check.ts";
import { highs } from "../../src/solvers/highs.ts";
import type { BoxTree } from "../../src/util/box-tree.ts";
import { makeRandom } from "../../src/util/random.ts";
import { bestByEnumeration } from "../support/enumerate.ts";
import { mutants } from "../support/mutants.ts";
import { randomDocument } from "../support/random-document.ts";

const leaves = (tree: BoxTree): number =>
  "column" in tree ? leaves(tree.below) + leaves(tree.above) : 1;

test.each(["placement", "batch"] as const)(
  "trees prove optima and no mutant passes them: %s",
  async (mode) => {
    let [proven, split, held, rejected] = [0, 0, 0, 0];
    for (let seed = 0; seed < 50; seed++) {
      const random = makeRandom(4000 + seed);
      for (let n = 0; n < 20; n++) random.unit();
      const instance = parseInstance(randomDocument(random, { mode }));
      if (instance.tasks.some(({ divisible }) => divisible)) continue;
      const [target] = targetsOf(instance);
      const best = bestByEnumeration(instance, [target])?.values[0];
      const encoding = formulate(instance, target, []);
      if (best === undefined || "unsupported" in encoding) continue;
      const { program } = encoding;
      const offset = BigInt(program.offset);
      const tree = await proveBoxes(program, {
        solver: highs,
        nodes: 500,
        stopped: () => false,
        isEnough: ({ numerator, denominator }) =>
          (encoding.liftProven({ numerator: numerator + offset * denominator, denominator }) ??
            -1e99) >= best,
      });
      // A program without columns has no multipliers; balances in fractional parts have no exact ones.
      if (tree === undefined) continue;
      proven++;
      if (leaves(tree) > 1) split++;
      const { columns, rows } = program;
      const certificate = { kind: "formulation", columns, rows, tree };
      expect(isFormulationProof(certificate)).toBe(true);
      expect(checkFormulation(instance, target, certificate), `seed ${seed}`).toEqual({
        bound: best,
      });
      expect(checkCertificate(instance, target, certificate)).toHaveProperty("rejected");
      for (const mutant of mutants(JSON.parse(JSON.stringify(certificate)))) {
        const checked = checkFormulation(instance, target, mutant);
        if ("rejected" in checked) rejected++;
        else {
          held++;
          expect(checked.bound, `seed ${seed} ${JSON.stringify(mutant)}`).toBeLessThanOrEqual(best);
        }
      }
    }
    expect(proven).toBeGreaterThan(12);
    expect(split).toBeGreaterThan(0);
    expect(held).toBeGreaterThan(100);
    expect(rejected).toBeGreaterThan(500);
  },
);
