import type { Issue } from "../util/errors.ts";
import { nearest } from "../util/nearest.ts";
import type { Feature, FeatureFrame } from "./features/frame.ts";

/**
 * Why a model that learned from `features` has nothing to say of these rows: a feature that every row of its history had is
 * in none of them or of another type, or one that it knows is in none while `declared` ones that it does not know are
 * there: tasks described in other words. A single missing value is no obstacle, nor is a feature too many.
 */
export function schemaIssues(
  features: readonly Feature[],
  frame: FeatureFrame,
  declared: readonly string[],
): readonly Issue[] {
  const known = new Set(features.map(({ name }) => name));
  const foreign = declared.filter((name) => !known.has(name));
  const isDeclared = ({ name }: Feature) => name.startsWith("features.");
  const absent = features.filter(
    (feature, c) =>
      frame.rows > 0 &&
      frame.columns[c].every(Number.isNaN) &&
      (feature.always || (isDeclared(feature) && foreign.length > 0)),
  );
  return absent.map(({ name, side, type }) => {
    const what = side === "task" ? "task with an unknown runtime" : "resource";
    const one = type === "number" ? "a number" : "a text";
    const slip = nearest(name, foreign) ?? foreign[0];
    const hint =
      slip === undefined || side === "resource"
        ? "Maybe declare it, or train a model on what is there (berth features lists it)."
        : `Maybe ${slip} is what it calls ${name}; a model knows features by name.`;
    return {
      path: side === "task" ? "/tasks" : "/resources",
      message: `the model learned from ${name}, and no ${what} has it as ${one}`,
      hint,
    };
  });
}
