import { expect, test } from "vitest";
import { meets } from "../../../src/io/kubernetes/objects/requirements.ts";
import { selectorOfText } from "../../../src/io/kubernetes/objects/selector-text.ts";
import { imported, job, pod } from "./imported.ts";
import { node } from "./manifests.ts";

test.each([
  ["app=web", ["web"]],
  ["app==web", ["web"]],
  ["app!=web", ["db", "none"]],
  ["app", ["web", "db"]],
  ["!app", ["none"]],
  ["app in (web, db),tier=x", ["web"]],
  ["app notin (web,other) , app", ["db"]],
  ["example.com/a-b.c=", []],
])("a selector as kubectl takes it: %s", (text, expected) => {
  const all: Readonly<Record<string, object>> = {
    web: { app: "web", tier: "x" },
    db: { app: "db" },
    none: {},
  };
  const found = Object.keys(all).filter((name) =>
    meets(new Map(Object.entries(all[name])), selectorOfText(text)!),
  );
  expect(found).toEqual(expected);
});

test.each(["", "a b", "a=b,", "in (a", "a in ()b", "a>1", "=x", "a=b=c", "a/../b=c d"])(
  "what is no selector: %s",
  (text) => expect(selectorOfText(text)).toBeUndefined(),
);

test("what is not selected takes its room, whether it waits or runs", () => {
  const owner =
    "labels: { x: y }, ownerReferences: [{ apiVersion: batch/v1, kind: Job, name: mine, uid: uid-mine, controller: true }]";
  const text = `${node("n0", 'cpu: "64"')}
    ${job("mine", "parallelism: 1", "", "labels: { team: a }")}
    ${pod("mine-0", "nodeName: n0,", "phase: Running", owner)}
    ${pod("other", "nodeName: n0,", "phase: Running")}
    ${pod("late", "", "phase: Pending", "labels: { team: a }")}
    ${pod("later", "", "phase: Pending")}`;
  const selector = selectorOfText("team=a")!;
  const { document, origin, notes } = imported(text, { withRunning: true, selector });
  const names = Object.values(origin.tasks).flatMap((rows) => rows.map(({ name }) => name));
  expect(names.sort()).toEqual(["late", "mine-0"]);
  // Of 64 the one that is not selected has 4.
  expect(document.resources[0].capacity.cpu).toBe(60);
  expect(notes.join()).toMatch(/1 object that waits is in other namespaces or not selected/);
  const elsewhere = imported(text, { withRunning: true, namespaces: new Set(["x"]) });
  expect(elsewhere.document.tasks).toEqual([]);
  expect(elsewhere.document.resources[0].capacity.pods).toBe(108);
});
