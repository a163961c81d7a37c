import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { answerInText, troubled } from "./answer.ts";
import { type FlatInstance, flatInstance } from "./flat.ts";
import { endGroup, LONGEST_TIMER, startGroup } from "./process.ts";
import type { Contestant, Played } from "./types.ts";

/** What a host is asked. */
export interface HostCall {
  readonly instance: FlatInstance;
}

/** What a host says: that its module is loaded, what the function returned, as JSON, or what went wrong. */
export type HostAnswer =
  | { readonly isReady: true }
  | { readonly text: string; readonly seconds: number }
  | { readonly error: string; readonly seconds: number };

/**
 * A module that exports a function `plan` (or its default): it gets a `FlatInstance` and returns assignments, or a promise of them. One process of its own
 * serves all calls; one that hangs or breaks is ended with its children, and the next call begins a new one.
 */
export function moduleContestant(name: string, path: string): Contestant {
  let host: ChildProcess | undefined;
  const end = () => {
    if (host !== undefined) endGroup(host);
    host = undefined;
  };
  return {
    name,
    end,
    async play(subject, { timeLimit, signal }) {
      const flat = flatInstance(subject);
      if (typeof flat === "string") return troubled("declined", flat);
      if (host !== undefined && !host.connected) end();
      const isNew = host === undefined;
      host ??= startHost(path);
      const { answer, isBroken } = await call(host, isNew, { instance: flat }, timeLimit, signal);
      if (isBroken) end();
      if (!("text" in answer)) return answer;
      return {
        ...answerInText(answer.text, "what it returned", subject.instance),
        seconds: answer.seconds,
      };
    },
  };
}

function startHost(path: string): ChildProcess {
  const file = createRequire(import.meta.url).resolve("#module-host");
  return startGroup(process.execPath, [file, resolve(path)], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
}

type Called = { readonly text: string; readonly seconds: number } | Played;

const KEPT = 2000;

/** One call, or the loading of the module if that fails. `isBroken`: the host cannot serve another one. */
function call(
  host: ChildProcess,
  isNew: boolean,
  asked: HostCall,
  timeLimit: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly answer: Called; readonly isBroken: boolean }> {
  return new Promise((done) => {
    let complaint = "";
    const finish = (answer: Called, isBroken: boolean) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      host.off("message", hear).off("exit", gone).off("error", fail);
      host.stderr?.off("data", note);
      done({ answer, isBroken });
    };
    const hear = (said: HostAnswer) => {
      // A module may send what it likes.
      if (typeof said !== "object" || said === null) return;
      if ("isReady" in said) {
        host.send(asked);
      } else if ("text" in said) finish(said, false);
      else if ("error" in said)
        finish({ ...troubled("crashed", said.error), seconds: said.seconds }, true);
    };
    const gone = (status: number | null, name: string | null) => {
      const last =
        complaint
          .trim()
          .split("\n")
          .find((text) => /Error/.test(text)) ?? "";
      const how = name === null ? `exit code ${status}` : `ended by ${name}`;
      finish(troubled("crashed", last === "" ? how : `${how}: ${last}`), true);
    };
    const fail = (error: Error) => finish(troubled("crashed", error.message), true);
    const note = (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString("utf8")}`.slice(-KEPT);
    };
    const stop = () => finish(troubled("late", "stopped"), true);
    const timer = setTimeout(
      () => finish(troubled("late", `killed after ${timeLimit / 1000}s`), true),
      Math.min(timeLimit, LONGEST_TIMER),
    );
    host.on("message", hear).on("exit", gone).on("error", fail);
    host.stderr?.on("data", note);
    if (signal?.aborted === true) stop();
    signal?.addEventListener("abort", stop);
    if (!isNew) host.send(asked);
  });
}
