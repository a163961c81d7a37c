/** One-line changes, each of which some test must notice: see run.mjs. */
export const simulation = [
  {
    file: "src/simulate/scene.ts",
    tests: ["test/simulate"],
    changes: [
      ["start + place.option.runtime > now", "true"],
      ["option.runtime > 0)", "true)"],
      ["<= DEVICE;", "<= DEVICE + 1;"],
      ["if (isUp(host, option)) yield", "yield"],
    ],
  },
  {
    file: "src/simulate/run.ts",
    tests: ["test/simulate"],
    changes: [
      ["runtime === 0 && this.#downSince[resource] === this.#now", "false"],
      ["this.#readyAt[next], this.#now + lag", "this.#readyAt[next], this.#now"],
      ["this.#running.get(of)?.run === run", "this.#running.has(of)"],
      ["Math.max(place.option.runtime, beyond)", "place.option.runtime"],
    ],
  },
  {
    file: "src/simulate/measures.ts",
    tests: ["test/simulate"],
    changes: [
      ["evaluateTarget(within, plan, target)", "evaluateTarget(truth, plan, target)"],
      ["> Math.min(deadline, until)", "> deadline"],
    ],
  },
  {
    file: "src/simulate/policies/easy.ts",
    tests: ["test/simulate/policies.test.ts"],
    changes: [
      ["?? Infinity) <= promised", "?? Infinity) < promised"],
      ["first === undefined || ", "true || "],
      ["head === undefined && starts", "starts"],
    ],
  },
  {
    file: "src/heuristics/schedule/timeline-devices.ts",
    tests: [
      "test/heuristics/schedule/timeline.test.ts",
      "test/heuristics/schedule/timeline-devices.test.ts",
    ],
    changes: [
      ["most + share <= capacity[d]", "most + share < capacity[d]"],
      ["if (block < 0 || isLast === k > block) block = k;", "block = k;"],
      ["if (!isLast) break;", ""],
      ["blocks[wanted - 1]", "blocks[wanted]"],
    ],
  },
];
