/** Moves of what runs: whether they can be made, in which order, and one step after the other. */
export const moves = [
  {
    file: "src/io/kubernetes/out/moves/order.ts",
    tests: ["test/io/kubernetes/out/moves.test.ts"],
    changes: [
      ["count > (faults.get(rule) ?? 0))) open.push(step)", "false)) open.push(step)"],
      ["[state, faults, found] = [next, worse, true];", "[faults, found] = [worse, true];"],
    ],
  },
  {
    file: "src/io/kubernetes/out/moves/moves.ts",
    tests: ["test/io/kubernetes/out/moves.test.ts"],
    changes: [
      ["new Set(worse ? stay", "new Set(false ? stay"],
      ["takesNew(name, setting) ?", "true ?"],
      ["add(owner, from, -1);", ""],
      ["wanted[to] = add(owner, to, 1);", "wanted[to] = 1;"],
    ],
  },
  {
    file: "src/io/kubernetes/out/moves/movers.ts",
    tests: ["test/io/kubernetes/out/moves-of-jobs.test.ts"],
    changes: [
      ["if (top.labels.has(QUEUE))", "if (false)"],
      [
        'if (own?.action === "Ignore") return undefined;',
        "if (own !== undefined) return undefined;",
      ],
      ["perIndex === undefined && ", ""],
      ["failed + count <= most", "true"],
    ],
  },
  {
    file: "src/io/kubernetes/out/moves/steps.ts",
    tests: [
      "test/io/kubernetes/out/moves-of-jobs.test.ts",
      "test/io/kubernetes/out/moves-of-gangs.test.ts",
    ],
    changes: [
      ["if (isGang(top) || moving.length === own.length) {", "if (true) {"],
      ["if (!known.some(isMoving))", "if (false)"],
      ["if (known.length < own.length)", "if (false)"],
      ["if (kept !== undefined) return kept;", ""],
      ["if (stale !== undefined) {", "if (false) {"],
    ],
  },
  {
    file: "src/io/kubernetes/api/moves/evict.ts",
    tests: ["test/io/kubernetes/api/moves.test.ts"],
    changes: [
      ["if (pod.node !== from)", "if (false)"],
      ["if (wrong !== undefined) return blocked", "if (false) return blocked"],
      ['...(isDryRun && { dryRun: ["All"] })', ""],
      ["status === 429 && !isDryRun ? undefined : { status, said }", "{ status, said }"],
      ["landed.elsewhere !== undefined", "false"],
    ],
  },
  {
    file: "src/io/kubernetes/api/moves/restart.ts",
    tests: ["test/io/kubernetes/api/moves.test.ts"],
    changes: [
      ["const isHeld = marks[MOVING] === plan;", "const isHeld = false;"],
      ['valueAt(found.body, ["metadata", "uid"]) !== move.uid', "false"],
      ['isDryRun ? "&dryRun=All" : ""', '""'],
      ["pods.length !== move.pods.length || !pods.every(isSame)", "false"],
      ["return left.length === 0 || undefined;", "return true;"],
      ["(!pod.isDeleting || pods.some(({ uid }) => uid === pod.uid))", "true"],
      ["minor >= PLACED_ANEW", "true"],
    ],
  },
  {
    file: "src/io/kubernetes/api/moves/own-pods.ts",
    tests: ["test/io/kubernetes/api/own-pods.test.ts"],
    changes: [
      ["|| before.has(pod.uid)", ""],
      ["isOwnedBy(one, uid)", "true"],
    ],
  },
  {
    file: "src/io/kubernetes/api/moves/room.ts",
    tests: ["test/io/kubernetes/api/moves.test.ts"],
    changes: [
      ["if (isCordoned) return", "if (false) return"],
      ["if (!isReady) return", "if (false) return"],
      ["amount > (free.get(name) ?? 0)", "false"],
    ],
  },
  {
    file: "src/io/kubernetes/api/moves/budget.ts",
    tests: ["test/io/kubernetes/api/moves.test.ts"],
    changes: [
      ["own.length > allowed", "false"],
      ["return meets(", "return true || meets("],
    ],
  },
];
