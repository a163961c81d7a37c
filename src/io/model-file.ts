import type { RuntimeModel } from "../learn/runtime/model.ts";
import { modelDocument, readModel } from "../learn/runtime/model-file.ts";
import { parseJson } from "./read-instance.ts";
import { readText } from "./read-text.ts";
import { writeAtomically } from "./write-atomic.ts";

/** No model that Berth writes comes near this. */
const MOST_BYTES = 64 * 2 ** 20;

/** Reads a runtime model and checks every part of it. Throws UsageError or InstanceError. */
export async function readRuntimeModel(path: string): Promise<RuntimeModel> {
  const { text, source } = await readText(path, MOST_BYTES);
  return readModel(parseJson(text, source), source);
}

/** Writes a runtime model as JSON, atomically. */
export async function writeRuntimeModel(path: string, model: RuntimeModel): Promise<void> {
  await writeAtomically(path, [`${JSON.stringify(modelDocument(model))}\n`]);
}
