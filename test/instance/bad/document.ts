import { type BadDocument, bad, batch, node, task } from "./make.ts";

/** Faults of a document as a whole. */
export const BAD_DOCUMENT: readonly BadDocument[] = [
  bad("null", null, "", "expected a map with resources and tasks, got null"),
  bad("a number", 7, "", "got 7"),
  bad("a list", [], "", "got an empty list"),
  bad("a text", "mode: batch", "", 'got "mode: batch"'),
  bad("a date", new Date(0), "", "got a date"),
  bad("no mode", { resources: [node], tasks: [] }, "/mode", "expected placement or batch"),
  bad("another mode", batch({ mode: "bacth" }), "/mode", 'got "bacth"', 'Maybe write "batch".'),
  bad("a mode of others", batch({ mode: "Scheduling" }), "/mode", "got", 'Maybe write "batch".'),
  bad("a mode that is a word of objects", batch({ mode: "constructor" }), "/mode", "got"),
  bad("a name on two lines", batch({ name: "a\nb" }), "/name", "expected a text on one line"),
  bad("an unknown key", batch({ hroizon: "1h" }), "/hroizon", "unknown key", 'write "horizon".'),
  bad(
    "a slip beside its word",
    batch({ task: [] }),
    "/task",
    "unknown key",
    'Maybe leave it out: "tasks" is there already.',
  ),
  bad("__proto__ as a key", JSON.parse('{"__proto__": 1}'), "/__proto__", "unknown key"),
  bad("a period in batch", batch({ period: "1h" }), "/period", "belongs to placement"),
  bad(
    "totals past 2^53",
    task({ count: 1_000_000, runtime: "10000000000s" }),
    "",
    "could pass 2^53",
  ),
];
