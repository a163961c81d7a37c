/** A process of its own that serves the calls of one module; see `module.ts`. */
import { pathToFileURL } from "node:url";
import type { HostAnswer, HostCall } from "./module.ts";

const send = (answer: HostAnswer) => process.send?.(answer);

const complaint = (error: unknown) => (error instanceof Error ? error.message : String(error));

try {
  const loaded: Readonly<Record<string, unknown>> = await import(
    pathToFileURL(process.argv[2]).href
  );
  const make = loaded.plan ?? loaded.default;
  if (typeof make !== "function") throw new Error("it exports no function plan or default");
  process.on("message", async ({ instance }: HostCall) => {
    const began = performance.now();
    try {
      const returned: unknown = await make(instance);
      // What cannot be written as JSON throws here, not in the middle of sending.
      const text = JSON.stringify(returned) ?? "null";
      send({ text, seconds: (performance.now() - began) / 1000 });
    } catch (error) {
      send({ error: complaint(error), seconds: (performance.now() - began) / 1000 });
    }
  });
  send({ isReady: true });
} catch (error) {
  send({ error: complaint(error), seconds: 0 });
}
