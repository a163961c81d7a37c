import { mapAt, textAt } from "../objects/fields.ts";
import { queueOf } from "./common.ts";
import type { Work, WorkReader } from "./types.ts";

/** A pod that waits for a node; one that has a node or has ended is no work. */
export const readPod: WorkReader = (object, around): Work | "running" | "ended" | undefined => {
  const status = mapAt(object.root, "status");
  const phase = status && textAt(status, "phase");
  if (phase === "Succeeded" || phase === "Failed") return "ended";
  const spec = mapAt(object.root, "spec");
  const isBound = spec !== undefined && Boolean(textAt(spec, "nodeName"));
  if (isBound && object.ref.uid !== undefined) return "running";
  if (object.isDeleting) return "ended";
  const unheld = around.unheld(object);
  const read = around.template(unheld ?? object.root, object.ref.namespace ?? "default");
  if (read === undefined) {
    around.say(object, "left out", "it has no spec");
    return undefined;
  }
  const { deadline } = read;
  return {
    object,
    parts: [{ name: "", pods: 1, spec: read }],
    isTogether: false,
    ...(unheld !== undefined && { isStranded: true }),
    ...(deadline !== undefined && { deadline }),
    ...queueOf(object),
  };
};
