import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { ApiFault, exchange } from "../../../src/io/apply/exchange.ts";
import { thrownBy } from "../../support/folder.ts";

let stop = () => {};
afterEach(() => stop());

async function asked(answer: (response: ServerResponse) => void, waiting: object) {
  const server = createServer((_, response) => answer(response));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  stop = () => {
    server.close();
    server.closeAllConnections();
  };
  const { port } = server.address() as AddressInfo;
  const url = new URL(`http://127.0.0.1:${port}`);
  return await exchange(url, {}, { method: "GET", path: "/x" }, waiting);
}

test("an answer that drips for ever is given up in the end, though it is never silent", async () => {
  let drops = 0;
  const drip = (response: ServerResponse) => {
    const timer = setInterval(() => {
      drops++;
      response.write(" ");
    }, 20);
    response.on("close", () => clearInterval(timer));
  };
  const error = await thrownBy(() => asked(drip, { patience: 10_000, longest: 300 }));
  expect(error).toBeInstanceOf(ApiFault);
  expect(error.message).toBe("no whole answer for 0.3 s");
  expect(drops).toBeGreaterThan(0);
});

test("a silent one sooner, and one that takes its time is whole", async () => {
  const silent = await thrownBy(() => asked(() => {}, { patience: 50, longest: 10_000 }));
  expect(silent.message).toBe("no answer for 0.05 s");
  const slow = (response: ServerResponse) => {
    response.write('{"a":');
    setTimeout(() => response.end("1}"), 50);
  };
  expect((await asked(slow, { longest: 10_000 })).body).toEqual({ a: 1 });
});
