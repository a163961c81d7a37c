import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { CODE } from "../../../src/exact/kernels/knapsack.ts";

/** What is used of wabt, which is a development tool. */
interface Assembler {
  parseWat(
    name: string,
    text: string,
    features: object,
  ): { validate(): void; toBinary(options: object): { readonly buffer: Uint8Array } };
}

it("the embedded bytes are the assembled text", async () => {
  const text = readFileSync(
    new URL("../../../src/exact/kernels/knapsack.wat", import.meta.url),
    "utf8",
  );
  const assembler = await loadAssembler();
  if (assembler === undefined) {
    console.info("skipped: wabt is not installed");
    return;
  }
  const module = assembler.parseWat("knapsack.wat", text, { simd: true, bulk_memory: true });
  module.validate();
  expect(Buffer.from(module.toBinary({}).buffer).toString("base64")).toBe(CODE.join(""));
});

async function loadAssembler(): Promise<Assembler | undefined> {
  const name = "wabt";
  try {
    const { default: load } = (await import(name)) as { default: () => Promise<Assembler> };
    return await load();
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_MODULE_NOT_FOUND") return undefined;
    if (String(error).includes("Cannot find package")) return undefined;
    throw error;
  }
}
