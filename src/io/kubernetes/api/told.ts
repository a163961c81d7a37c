import { valueAt } from "../out/edit.ts";

/** Longest part of a message of the cluster that is told. */
const MOST_TOLD = 400;

/** What the cluster said with an answer, behind a colon; "" for nothing. */
export function toldBy(body: unknown): string {
  const told = valueAt(body, ["message"]);
  return typeof told === "string" ? `: ${told.slice(0, MOST_TOLD)}` : "";
}
