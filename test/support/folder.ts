import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A temporary folder for the tests of one file; it is removed after them. */
export function testFolder(): {
  readonly path: string;
  put(name: string, text: string | Uint8Array): string;
} {
  const path = mkdtempSync(join(tmpdir(), "berth-test-"));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    put(name, text) {
      const file = join(path, name);
      writeFileSync(file, text);
      return file;
    },
  };
}

/** What a call throws; fails if it throws nothing. */
export async function thrownBy(call: () => unknown): Promise<Error> {
  try {
    await call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("expected an error");
}
