import type { Policy } from "../learn/policy/policy.ts";
import { policyDocument, readPolicy } from "../learn/policy/policy-file.ts";
import type { RuntimeModel } from "../learn/runtime/model.ts";
import { modelDocument, readModel } from "../learn/runtime/model-file.ts";
import { namedFault } from "./foreign/foreign-file.ts";
import { parseJson, parseText } from "./read-instance.ts";
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
  let document: unknown;
  try {
    document = parseJson(text, source);
    return read(document, source);
  } catch (error) {
    document ??= inAnyForm(text, source);
    throw namedFault(error, "a learned model of Berth", { text, source, document });
  }
}

/** What a text that is no JSON holds, if it can be read at all. */
function inAnyForm(text: string, source: string): unknown {
  try {
    return parseText(text, source);
  } catch {
    return undefined;
  }
}
