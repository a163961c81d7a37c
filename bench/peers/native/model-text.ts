import type { CpModelProto } from "or-tools-wasm/cp-sat";

/** A model of CP-SAT in the text format of protocol buffers, line by line. */
export function* modelLines(proto: CpModelProto): Generator<string> {
  yield* fieldsOf(proto);
}

function* fieldsOf(message: object): Generator<string> {
  for (const [key, value] of Object.entries(message)) {
    const name = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (typeof value === "number") yield `${name}: ${value}`;
    else if (!Array.isArray(value)) yield* messageOf(name, value as object);
    else if (value.every((one) => typeof one === "number")) {
      if (value.length > 0) yield `${name}: [${value.join(", ")}]`;
    } else for (const one of value) yield* messageOf(name, one as object);
  }
}

function* messageOf(name: string, message: object): Generator<string> {
  yield `${name} {`;
  yield* fieldsOf(message);
  yield "}";
}
