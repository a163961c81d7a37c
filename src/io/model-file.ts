import type { RuntimeModel } from "../learn/runtime/model.ts";
import { modelDocument, readModel } from "../learn/runtime/model-file.ts";
import { readLearned } from "./learned-file.ts";

/** Reads a runtime model and checks every part of it. Throws UsageError or InstanceError. */
export async function readRuntimeModel(path: string): Promise<RuntimeModel> {
  return await readLearned(path, readModel);
}

/** The text of a runtime model's file. */
export function runtimeModelText(model: RuntimeModel): string {
  return `${JSON.stringify(modelDocument(model))}\n`;
}
