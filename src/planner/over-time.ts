import type { Instance } from "../instance/types.ts";
import type { Method } from "./method.ts";

/** The method of that name for the mode of an instance: what plans sequences and placements knows nothing of schedules. */
export function methodFor({ mode }: Instance, method: Method): Method {
  if (mode !== "schedule") return method;
  return {
    ...method,
    usesSolver: false,
    run: async () => ({
      termination: "unsupported",
      note: `The method ${method.name} does not plan tasks side by side over time.`,
    }),
  };
}
