import { z } from "zod";
import { InstanceError } from "../../util/errors.ts";
import { solveCompletion } from "../completion/fit.ts";
import { MOST_FEATURES, MOST_LEVELS } from "../features/frame.ts";
import { forestDocument, forestSchema, readForest } from "../trees/forest-file.ts";
import type { RuntimeModel } from "./model.ts";

/** What the first lines of a model file say. */
const RUNTIME_FORMAT = "berth-runtime-model";
const VERSION = 1;

/** A model as plain data for a JSON file. */
export function modelDocument(model: RuntimeModel): object {
  const { learned, ...rest } = model;
  return { format: RUNTIME_FORMAT, version: VERSION, ...rest, learned: learnedDocument(learned) };
}

/**
 * A model from plain data that no one has checked: every field, size and reference is, and nothing in it is run. Throws
 * InstanceError.
 */
export function readModel(document: unknown, source: string): RuntimeModel {
  const refuse = (message: string, hint?: string): never => {
    const issue = { path: "", message: `${source}: ${message}` };
    throw new InstanceError([hint === undefined ? issue : { ...issue, hint }]);
  };
  const head = headSchema.safeParse(document);
  if (!head.success || head.data.format !== RUNTIME_FORMAT) {
    return refuse("expected a runtime model", 'Maybe write one with "berth learn runtime".');
  }
  if (head.data.version !== VERSION) {
    const found = `of version ${head.data.version}; this Berth reads version ${VERSION}`;
    return refuse(`the model is ${found}`, "Maybe train it again.");
  }
  const parsed = modelSchema.safeParse(document);
  if (!parsed.success) {
    throw new InstanceError(
      parsed.error.issues.slice(0, 20).map(({ path, message }) => ({
        path: `/${path.map(String).join("/")}`,
        message: `${source}: ${message}`,
      })),
    );
  }
  const { unit, features, calibration, trained, learned } = parsed.data;
  const wrong = features.findIndex(
    ({ type, levels }) => (type === "category") !== (levels !== undefined),
  );
  if (wrong >= 0) return refuse(`feature ${wrong} has levels if and only if it is a category`);
  try {
    const read = readLearned(learned, features.length);
    return {
      unit,
      features: features.map(({ levels, ...feature }) => ({
        ...feature,
        ...(levels === undefined ? {} : { levels }),
      })),
      calibration,
      trained,
      learned: read,
    };
  } catch (error) {
    if (error instanceof RangeError) return refuse(error.message);
    throw error;
  }
}

function learnedDocument(learned: RuntimeModel["learned"]): object {
  if (learned.kind === "trees") {
    const { middle, upper } = learned.forests;
    return { kind: "trees", middle: forestDocument(middle), upper: forestDocument(upper) };
  }
  // What follows from these is worked out again on reading.
  const { axes, parameters, points, target } = learned.completion;
  return {
    kind: "completion",
    axes,
    parameters,
    at: Array.from(points.at, (value) => (Number.isNaN(value) ? null : value)),
    task: Array.from(points.task),
    target: Array.from(target),
  };
}

const number = z.number();
const whole = z.int().min(0);
const text = z.string().max(1000);

const headSchema = z.looseObject({ format: z.string(), version: z.number() });

const completionSchema = z.strictObject({
  kind: z.literal("completion"),
  axes: z
    .array(
      z.strictObject({
        column: whole,
        side: z.enum(["task", "resource"]),
        scale: z
          .strictObject({ isLog: z.boolean(), mean: number, spread: z.number().positive() })
          .optional(),
      }),
    )
    .max(64),
  parameters: z.strictObject({
    terms: z.array(z.array(number.min(-50).max(50)).max(65)).length(4),
    task: number.min(-50).max(50),
    noise: number.min(-50).max(50),
  }),
  at: z.array(number.nullable()).max(64 * 2000),
  task: z.array(whole).min(1).max(2000),
  target: z.array(number.min(-300).max(300)).min(1).max(2000),
});

const learnedSchema = z.discriminatedUnion("kind", [
  completionSchema,
  z.strictObject({ kind: z.literal("trees"), middle: forestSchema, upper: forestSchema }),
]);

const modelSchema = z.strictObject({
  format: z.literal(RUNTIME_FORMAT),
  version: z.literal(VERSION),
  unit: z.enum(["runtime", "unit"]),
  features: z
    .array(
      z.strictObject({
        name: text,
        side: z.enum(["task", "resource"]),
        type: z.enum(["number", "category"]),
        always: z.boolean(),
        levels: z.array(text).max(MOST_LEVELS).optional(),
      }),
    )
    .max(MOST_FEATURES),
  calibration: z.strictObject({ middleShift: number, factor: number, shift: number }),
  trained: z.strictObject({
    rows: whole,
    tasks: whole,
    kinds: whole,
    seed: z.int(),
    medianError: number,
  }),
  learned: learnedSchema,
});

/** Throws RangeError where parts do not fit together. */
function readLearned(
  learned: z.infer<typeof learnedSchema>,
  features: number,
): RuntimeModel["learned"] {
  if (learned.kind === "trees") {
    const middle = readForest(learned.middle, features);
    const upper = readForest(learned.upper, features);
    return { kind: "trees", forests: { middle, upper } };
  }
  const { parameters, at, task, target } = learned;
  const axes = learned.axes.map(({ column, side, scale }) => ({
    column,
    side,
    ...(scale === undefined ? {} : { scale }),
  }));
  const width = axes.length;
  if (axes.some(({ column }) => column >= features)) throw new RangeError("an axis has no feature");
  if (task.length !== target.length || at.length !== width * target.length) {
    throw new RangeError("points, tasks and targets differ in number");
  }
  const own = axes.filter(({ side }) => side === "task").length;
  const sizes = [own, width - own, width, width].map((count) => count + 1);
  if (sizes.some((size, k) => parameters.terms[k].length !== size)) {
    throw new RangeError("the terms of the kernel do not fit the axes");
  }
  const points = {
    rows: target.length,
    at: Float64Array.from(at, (value) => value ?? Number.NaN),
    task: Int32Array.from(task),
  };
  return {
    kind: "completion",
    completion: solveCompletion(axes, parameters, points, Float64Array.from(target)),
  };
}
