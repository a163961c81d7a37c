/** One-line changes of what acts on other systems and on other machines: see run.mjs. */
export const actions = [
  {
    file: "src/io/apply/in-order.ts",
    tests: ["test/io/kubernetes/api", "test/io/ray/api"],
    changes: [
      ["isCut = sent.cut !== undefined;", ""],
      ['if (!("again" in tried)) return tried;', "return tried;"],
      ["return { again: error.message, isSilent: true };", "return { again: error.message };"],
      ["tried.after ?? FIRST_WAIT * 2 ** k", "FIRST_WAIT * 2 ** k"],
    ],
  },
  {
    file: "src/io/apply/follow.ts",
    tests: ["test/io/apply"],
    changes: [
      ["silent = isHeard ? 0 : silent + 1;", "silent = 0;"],
      ["if (looks === ENOUGH && !isHeard) break;", ""],
      ["from = isHeard ? from : from + looks;", ""],
      ['progress.state !== "ended" && progress.state !== "lost"', 'progress.state !== "ended"'],
      ["if (silent > 0) return [open[first]];", ""],
      ["if (progress.state !== before.get(change)) ", ""],
    ],
  },
  {
    file: "src/io/apply/exchange.ts",
    tests: ["test/io/kubernetes/api", "test/io/ray/api", "test/io/apply"],
    changes: [
      [
        "throw new ApiFault(masked(why, secretsOf(options)), { cause });",
        "throw new ApiFault(why, { cause });",
      ],
      ['server.protocol !== "http:" || isLoopback(server) || allowHttp', "true"],
      ["      failed(late);\n      request.destroy(late);\n", ""],
    ],
  },
  {
    file: "src/io/kubernetes/api/apply.ts",
    tests: ["test/io/kubernetes/api"],
    changes: [
      ["if (state !== undefined) return state;", ""],
      ["if (version === resourceVersion) return undefined;", "return undefined;"],
      ['valueAt(object, ["metadata", "uid"]) !== uid', "false"],
      ['isDryRun ? "&dryRun=All" : ""', '""'],
      ["Object.keys(patch).every(", "Object.keys(patch).some("],
    ],
  },
  {
    file: "src/io/kubernetes/api/read-cluster.ts",
    tests: ["test/io/kubernetes/api"],
    changes: [
      ["if (status === 404) continue;", ""],
      ["status !== 403 || NEEDED.has(name)", "status !== 403"],
      ["pages.length = 0;", ""],
      ["if (read.lost !== undefined) findings", "if (false) findings"],
      ['next = typeof more === "string" ? more : "";', 'next = "";'],
    ],
  },
  {
    file: "src/io/kubernetes/api/progress.ts",
    tests: ["test/io/kubernetes/api"],
    changes: [
      ['({ status }) => status === "True")', '({ status }) => status !== "")'],
      ['(type === "Finished" && UNDONE.has(String(reason)))', "false"],
      ['valueAt(body, ["metadata", "uid"]) !== change.uid', "false"],
    ],
  },
  {
    file: "src/io/kubernetes/objects/object-index.ts",
    tests: ["test/io/kubernetes/api", "test/io/kubernetes/import.test.ts"],
    changes: [
      ["const kind = kindWord(object.ref.kind, object.group);", "const { kind } = object.ref;"],
    ],
  },
  {
    file: "src/io/ray/api/apply.ts",
    tests: ["test/io/ray/api"],
    changes: [
      ["if (found.status === 200) return stateOf(found);", ""],
      ["if (await isAlive(id)) continue;", "continue;"],
      ["if (/already exists/.test(answer.text))", "if (false)"],
      ['if (told !== "failed" && told !== "stopped")', "if (true)"],
    ],
  },
  {
    file: "src/io/slurm/running.ts",
    tests: ["test/io/slurm/running.test.ts", "test/io/slurm/oracle.test.ts"],
    changes: [
      ["if (seconds <= 0)", "if (false)"],
      ["return isWithin ? own : [];", "return own;"],
      ["isIdle: sum.cpus === node.used.cpus,", "isIdle: true,"],
      ["if (states.some((state) => state !== TIMED))", "if (false)"],
    ],
  },
  {
    file: "src/io/kubernetes/cluster/pins.ts",
    tests: ["test/io/kubernetes/out/moves-of-jobs.test.ts"],
    changes: [
      ["!pins.includes(label)", "true"],
      ["!isCordoned && isReady && own.every", "own.every"],
      ["own.length === 0 || nodes.some(isOpen) ? []", "own.length === 0 ? []"],
    ],
  },
  {
    file: "src/cli/loss-watch.ts",
    tests: ["test/cli/loss-watch.test.ts"],
    changes: [
      ["if (!seen.has(name)) since.delete(name);", ""],
      ["!taken.has(name) && ", ""],
    ],
  },
  {
    file: "src/cli/apply-due.ts",
    tests: ["test/cli/apply-due.test.ts"],
    changes: [
      ["open = work.open.filter(({ change }) => !instead.has(change));", "open = work.open;"],
      ["(open.length > 0 ? [] : undefined)", "undefined"],
    ],
  },
  {
    file: "src/io/ray/left-work.ts",
    tests: ["test/cli/apply-ray.test.ts"],
    changes: [
      ['"berth.dev/again": again', ""],
      ["left.has(nameOf(one))", "true"],
      ["lost.length > 1 && ", "false && "],
    ],
  },
  {
    file: "src/cli/apply-follow.ts",
    tests: ["test/cli/apply-due.test.ts"],
    changes: [["!told.has(about)", "true"]],
  },
  {
    file: "src/io/kubernetes/api/lost-nodes.ts",
    tests: ["test/io/kubernetes/api/lost-nodes.test.ts"],
    changes: [
      ['if (status === 404) lost.set(name, "gone");', "if (status === 404) continue;"],
      ['condition.type === "Ready" && ', ""],
    ],
  },
  {
    file: "src/io/kubernetes/cluster/asked-for.ts",
    tests: ["test/io/kubernetes/selector.test.ts"],
    changes: [
      ["=== false) return false;", "=== false) return true;"],
      ["if (selector === undefined) return true;", "return true;"],
      ["level = level.flatMap((one) => index.ownersOf(one));", "level = [];"],
    ],
  },
  {
    file: "src/io/history-rows.ts",
    tests: ["test/cli/apply-due.test.ts"],
    changes: [
      ["!known.has(id)", "true"],
      ["const all = [...rows, ...fresh.map(rowOf)];", "const all = fresh.map(rowOf);"],
      ["if ((await rowsOf(path)).length > 0) ", "if (false) "],
      ["text.replaceAll('\"', '\"\"')", "text"],
    ],
  },
  {
    file: "src/cli/apply-history.ts",
    tests: ["test/cli/apply-due.test.ts"],
    changes: [['state !== "ended" || ', ""]],
  },
  {
    file: "src/io/ray/api/request.ts",
    tests: ["test/io/ray/api"],
    changes: [["token !== undefined && isSafe", "false"]],
  },
  {
    file: "src/batch/queue/lease.ts",
    tests: ["test/batch/queue.test.ts"],
    changes: [
      ['await open(path, "wx")', 'await open(path, "w")'],
      ["now - known.since > this.#lease", "now - known.since > Infinity"],
      ["return isStale || (await isOfGone(path));", "return true;"],
      ["if (await isHeld()) await remove", "await remove"],
    ],
  },
  {
    file: "src/batch/queue/queue.ts",
    tests: ["test/batch/queue.test.ts", "test/batch/queue-faults.test.ts"],
    changes: [
      ["if (!answer.cut || one.isStopping) one.settle", "one.settle"],
      ['found?.result.kind === "outcome" && !found.cut', 'found?.result.kind === "outcome"'],
      ["if (one.lost === MOST_LOST)", "if (false)"],
    ],
  },
  {
    file: "src/batch/redis/address.ts",
    tests: ["test/batch/redis.test.ts"],
    changes: [
      ["const shown = `", "const shown = found.href || `"],
      ["!isLoopback(found) && access.allowPlain !== true", "false"],
    ],
  },
  {
    file: "src/batch/redis/packed.ts",
    tests: ["test/batch/redis.test.ts"],
    changes: [
      ["if (whole.startsWith(folder + sep)) return whole;", "return whole;"],
      ["if (known.has(path)) return placed(path);", "return placed(path);"],
      ["options, within: folder };", "options };"],
    ],
  },
  {
    file: "src/batch/run-job.ts",
    tests: ["test/batch/redis.test.ts"],
    changes: [["if (resolve(source).startsWith(folder + sep)) return;", "return;"]],
  },
  {
    file: "src/cli/batch-on-ray.ts",
    tests: ["test/cli/batch-on-ray.test.ts"],
    changes: [["if (!(await isLost(job, request))) break;", ""]],
  },
  {
    file: "src/batch/ray-parts.ts",
    tests: ["test/batch/ray-parts.test.ts"],
    changes: [
      ["if (isAbsolute(path)) return;", "return;"],
      ["2|3) exit 0 ;;", "2) exit 0 ;;"],
    ],
  },
  {
    file: "src/simulate/known-runtimes.ts",
    tests: ["test/cli/simulate.test.ts"],
    changes: [
      ["isCopy ? 2 : 0", "isCopy ? 0 : 2"],
      ["found?.get(entry) ?? found?.get(EVERYWHERE)", "found?.get(EVERYWHERE)"],
    ],
  },
  {
    file: "src/io/trace/row.ts",
    tests: ["test/io/trace"],
    changes: [
      ['if (of === "n") return roundedUp(mib, 1, true);', ""],
      ["roundedUp(mib * each, 1 / workers, true)", "roundedUp(mib * each, 1, true)"],
      ["roundedUp(numberIn(text), 1000 / workers)", "roundedUp(numberIn(text), 1000)"],
    ],
  },
];
