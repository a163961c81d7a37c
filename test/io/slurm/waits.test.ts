import { expect, test } from "vitest";
import { ENDLESS, job, NOW, node, readQueue, set } from "./queue.ts";

test("what waits for another is planned after it; what cannot be said is left out with all that waits for it", () => {
  const wait = (text: string) => ({ dependency: text });
  const ofArray = { array_job_id: set(20), array_task_string: "0-1" };
  const after = (jobs: readonly object[]) => {
    const { document, said } = readQueue([node("a")], jobs);
    return {
      of: Object.fromEntries(
        document.tasks.map(({ id, after: one, release }) => [id, one ?? release]),
      ),
      said,
    };
  };
  expect(
    after([
      job(20, ofArray),
      job(30, {
        array_job_id: set(30),
        array_task_string: "0-1",
        ...wait("aftercorr:20_*(unfulfilled)"),
      }),
      job(31, wait("afterok:20_*(unfulfilled),afterany:30(unfulfilled)")),
      job(32, wait("after:31+5(unfulfilled)")),
      job(33, wait("afternotok:31(unfulfilled)")),
      job(34, wait("afterok:33(unfulfilled)")),
      job(35, wait("afterok:31?afterok:32")),
      job(36, wait("singleton(unfulfilled)")),
      job(37, wait("afterok:999(unfulfilled)")),
    ]),
  ).toEqual({
    of: {
      "j20-20": undefined,
      "j30-30": [{ task: "j20-20", each: true }],
      "j31-31": ["j20-20", "j30-30"],
      "j32-32": ["j31-31"],
      "j37-37": undefined,
    },
    said: [
      "stricter: 32: after: it waits for the end of the other, not for its start",
      'left out: 33: its dependency "afternotok:31(unfulfilled)" has no words',
      'left out: 35: its dependency "afterok:31?afterok:32" has no words',
      'left out: 36: its dependency "singleton(unfulfilled)" has no words',
      "left out: 34: it waits for a job that is not planned, or in a circle",
    ],
  });
});

test("what waits for what runs begins once that has come to its limit", () => {
  const ran = { job_state: ["RUNNING"], start_time: set(NOW - 600), time_limit: set(30) };
  const { document, said } = readQueue(
    [node("a")],
    [
      job(1, ran),
      job(2, { ...ran, time_limit: ENDLESS }),
      job(3, { dependency: "afterany:1(unfulfilled)" }),
      job(4, { dependency: "afterok:2(unfulfilled)" }),
      job(5, { dependency: "afterok:5(unfulfilled)" }),
      job(6, { dependency: "afterok:7(unfulfilled)" }),
      job(7, { dependency: "afterok:6(unfulfilled)" }),
      job(8, { deadline: set(NOW + 1800) }),
      job(9, { deadline: set(NOW + 7200), dependency: "afterok:1(unfulfilled)" }),
    ],
  );
  expect(document.tasks.map(({ id, release, deadline }) => [id, release, deadline])).toEqual([
    ["j3-3", "1200s", undefined],
    ["j9-9", "1200s", "7200s"],
  ]);
  expect(said).toEqual([
    "left out: 8: it cannot end before its deadline",
    "left out: 4: it waits for job 2, which runs without an end",
    "left out: 5: it waits for itself",
    "left out: 6: it waits for a job that is not planned, or in a circle",
    "left out: 7: it waits for a job that is not planned, or in a circle",
  ]);
});
