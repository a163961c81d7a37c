import type { RequestOptions } from "node:https";
import { expect, test } from "vitest";
import { accessOf, type KubeConfig } from "../../../../src/io/kubernetes/api/access.ts";

/** A kubeconfig with two contexts whose user has a token. */
function config(server: string | undefined, broken?: Error): KubeConfig {
  let current = "one";
  return {
    loadFromDefault: () => {},
    loadFromFile: () => {
      if (broken !== undefined) throw broken;
    },
    getContexts: () => [{ name: "one" }, { name: "two" }],
    getCurrentContext: () => current,
    setCurrentContext: (name) => {
      current = name;
    },
    getCurrentCluster: () => (server === undefined ? null : { server }),
    applyToHTTPSOptions: async (options: RequestOptions) => {
      options.headers = { Authorization: "Bearer x" };
    },
  };
}

test("over https the credentials go along, over plain HTTP they never do", async () => {
  const safe = accessOf(config("https://10.0.0.1:6443"), { context: "two" });
  expect(safe.context).toBe("two");
  expect(await safe.options()).toEqual({ headers: { Authorization: "Bearer x" } });
  for (const address of ["http://127.0.0.1:8001", "http://localhost:8001", "http://[::1]:8001"]) {
    expect(await accessOf(config(address), {}).options()).toEqual({});
  }
  expect(() => accessOf(config("http://10.0.0.1"), {})).toThrow(/plain HTTP to another machine/);
  expect(() => accessOf(config("http://127.0.0.1.evil.org"), {})).toThrow(/plain HTTP/);
  const asked = accessOf(config("http://10.0.0.1"), { allowHttp: true });
  expect(await asked.options()).toEqual({});
});

test("a kubeconfig that does not help is told, without what it holds", () => {
  expect(() => accessOf(config(undefined), {})).toThrow(/names no cluster/);
  expect(() => accessOf(config("ftp://x"), {})).toThrow(/names no cluster/);
  expect(() => accessOf(config("https://x"), { context: "three" })).toThrow(
    /no context "three".*\nMaybe another one\. It has one, two/,
  );
  const quoted = config("https://x", new Error("bad indentation: token: s3cret"));
  expect(() => accessOf(quoted, { kubeconfig: "k.yaml" })).toThrow(
    "k.yaml cannot be read: it is no kubeconfig.",
  );
});
