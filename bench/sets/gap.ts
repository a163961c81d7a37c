import type { BenchSet, Form, PeerName, RowSpec } from "../rows.ts";

const PLAIN: readonly PeerName[] = ["highs", "cp-sat", "scip"];

/** A proof may take ten times as long as what peers are given; the rows of 60 s say how far they come. */
const ALONE =
  "Rows of 600 s have no peers: what those reach after 60 s stands in the rows of 60 s.";

/** Published generalized assignment files of 100 tasks. */
export const gap100: BenchSet = {
  name: "gap-100",
  title: "Generalized assignment, 100 tasks: proof",
  remark: ALONE,
  rows: (form) => [
    ...files("c", [5, 10, 20], 100).map((file) => proven(file, form, 5)),
    ...files("e", [5, 10, 20], 100).map((file) => proven(file, form, 5)),
    proven("d05100", form, 2),
    ...(form === "short" ? [] : [proven("d10100", form, 60), provenAlone("d20100")]),
  ],
};

/** Published files of 400 tasks. */
export const gap400: BenchSet = {
  name: "gap-400",
  title: "Generalized assignment, 400 tasks: certified gaps in 10 s and 60 s, proofs in 10 min",
  remark: ALONE,
  rows: (form) => {
    const easier = [...files("c", [10, 20, 40], 400), ...files("e", [10, 20, 40], 400)];
    const hard = files("d", [10, 20, 40], 400);
    const inTen = [
      ...easier.map((file) => within(file, 10, 0.0005, form)),
      ...hard.map((file) => within(file, 10, 0.003, form)),
    ];
    if (form === "short") return inTen;
    return [
      ...inTen,
      ...hard.map((file) => within(file, 60, 0.001, form)),
      ...easier.map(provenAlone),
    ];
  },
};

/** Generated problems of 1,600 tasks on 80 resources. */
export const gap1600: BenchSet = {
  name: "gap-1600",
  title: "Generalized assignment, 1,600 tasks on 80 resources (generated)",
  rows: (form) => {
    const seeds = form === "short" ? [1] : [1, 2, 3];
    const families = ["gap-c", "gap-d", "gap-e"];
    return families.flatMap((family) =>
      seeds.flatMap((seed) =>
        (form === "short" ? LIMITS.slice(0, 1) : LIMITS).map(
          ([limit, atMost]): RowSpec => ({
            id: `${family} seed ${seed}, ${limit} s`,
            source: { kind: "generated", family, tasks: 1600, resources: 80, seed },
            limit,
            runs: 1,
            peers: seed === 1 ? PLAIN : [],
            goal: { kind: "gap", atMost },
          }),
        ),
      ),
    );
  },
};

const LIMITS = [
  [10, 0.003],
  [60, 0.001],
] as const;

/** Every published file against the peers after the same time. */
export const gapNeverWorse: BenchSet = {
  name: "gap-never-worse",
  title: "Generalized assignment: no worse than any peer after the same time",
  rows: (form) =>
    (form === "short" ? ["b20100", "d20100", "e40400", "d40400"] : ALL).map((file) => ({
      id: file,
      source: { kind: "gap", file },
      limit: form === "short" ? 10 : 60,
      runs: 1,
      peers: PLAIN,
      goal: { kind: "not-worse" },
    })),
};

const ALL: readonly string[] = [
  ...["gap1-0", "gap5-0", "gap9-0", "gap12-0"],
  ...["a", "b", "c", "d", "e"].flatMap((type) => files(type, [5, 10, 20], 100)),
  ...["c", "d", "e"].flatMap((type) => files(type, [10, 20, 40], 400)),
];

function files(type: string, resources: readonly number[], tasks: number): string[] {
  return resources.map((m) => `${type}${String(m).padStart(2, "0")}${tasks}`);
}

/** Proof within so many seconds. */
function proven(file: string, form: Form, inSeconds: number): RowSpec {
  return {
    id: file,
    source: { kind: "gap", file },
    limit: form === "short" ? 10 : 60,
    runs: form === "short" || inSeconds > 10 ? 1 : 3,
    peers: PLAIN,
    goal: { kind: "proven", within: inSeconds },
  };
}

function provenAlone(file: string): RowSpec {
  return {
    id: `${file} 600 s`,
    source: { kind: "gap", file },
    limit: 600,
    runs: 1,
    peers: [],
    goal: { kind: "proven" },
  };
}

function within(file: string, limit: number, atMost: number, form: Form): RowSpec {
  return {
    id: `${file} ${limit} s`,
    source: { kind: "gap", file },
    limit,
    runs: form === "short" || limit > 10 ? 1 : 3,
    peers: PLAIN,
    goal: { kind: "gap", atMost },
  };
}
