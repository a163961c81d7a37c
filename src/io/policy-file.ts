import type { Policy } from "../learn/policy/policy.ts";
import { policyDocument, readPolicy } from "../learn/policy/policy-file.ts";
import { readLearned } from "./learned-file.ts";

/** Reads a matching policy and checks every part of it. Throws UsageError if the file cannot be read, InstanceError with every issue. */
export async function readPolicyFile(path: string): Promise<Policy> {
  return await readLearned(path, readPolicy);
}

/** The text of a policy's file. */
export function policyText(policy: Policy): string {
  return `${JSON.stringify(policyDocument(policy))}\n`;
}
