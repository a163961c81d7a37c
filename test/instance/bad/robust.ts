import { type BadDocument, bad, surviving } from "./make.ts";

/** Faults of losses. */
export const BAD_ROBUST: readonly BadDocument[] = [
  bad("a plan that survives nothing", surviving(0), "/robust", "expected 1 or a map"),
  bad(
    "two losses at once",
    surviving(2),
    "/robust",
    "only the loss of one at a time",
    "across: rack",
  ),
  bad("losses without a number", surviving({ of: "node" }), "/robust/lose", "expected 1 or a map"),
  bad(
    "an unknown key of robust",
    surviving({ lose: 1, off: "node" }),
    "/robust/off",
    "unknown key",
    "of",
  ),
  bad(
    "a loss of what is not there",
    surviving({ lose: 1, of: "nod" }),
    "/robust/of",
    "an id, a kind, labels",
    "node",
  ),
  bad(
    "a loss of labels that nothing has",
    surviving({ lose: 1, of: { zone: "us" } }),
    "/robust/of",
    "no resource matches",
  ),
  bad(
    "a loss across a label that nothing has",
    surviving({ lose: 1, across: "zones" }),
    "/robust/across",
    "no resource has the label",
    "zone",
  ),
  bad("losses of shares", surviving(1, { divisible: true }), "/robust", '"job" is divisible'),
];
