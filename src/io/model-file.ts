import type { Policy } from "../learn/policy/policy.ts";
import { policyDocument, readPolicy } from "../learn/policy/policy-file.ts";
import type { RuntimeModel } from "../learn/runtime/model.ts";
import { modelDocument, readModel } from "../learn/runtime/model-file.ts";
import { parseJson } from "./read-instance.ts";
import { readText } from "./read-text.ts";

/** No model that Berth writes comes near this. */
const MOST_BYTES = 64 * 2 ** 20;

/** Reads a runtime model and checks every part of it. Throws UsageError or InstanceError. */
export async function readRuntimeModel(path: string): Promise<RuntimeModel> {
  return await readLearned(path, readModel);
}

/** The text of a runtime model's file. */
export function runtimeModelText(model: RuntimeModel): string {
  return `${JSON.stringify(modelDocument(model))}\n`;
}

/** Reads a matching policy and checks every part of it. Throws UsageError or InstanceError. */
export async function readPolicyFile(path: string): Promise<Policy> {
  return await readLearned(path, readPolicy);
}

/** The text of a policy's file. */
export function policyText(policy: Policy): string {
  return `${JSON.stringify(policyDocument(policy))}\n`;
}

async function readLearned<T>(
  path: string,
  read: (document: unknown, source: string) => T,
): Promise<T> {
  const { text, source } = await readText(path, MOST_BYTES);
  return read(parseJson(text, source), source);
}
