import { show } from "../../../util/show.ts";
import type { ObjectRef } from "../objects/objects.ts";

/** A subdomain of RFC 1123, and one label of it. */
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** A version of a group, and what the cluster counts and draws by itself. */
const API_VERSION = /^([a-z0-9.-]{1,253}\/)?v[0-9][a-z0-9]{0,20}$/;
const TOKEN = /^[A-Za-z0-9._-]{1,128}$/;

/** What is wrong with the names of an object that is to stand in addresses and command lines; undefined if nothing is. */
export function nameFault(ref: Required<ObjectRef>): string | undefined {
  const { name, namespace, uid, resourceVersion, apiVersion } = ref;
  const checks = [
    ["name", name, SUBDOMAIN],
    ["namespace", namespace, LABEL],
    ["apiVersion", apiVersion, API_VERSION],
    ["uid", uid, TOKEN],
    ["resourceVersion", resourceVersion, TOKEN],
  ] as const;
  const wrong = checks.find(([, text, form]) => !form.test(text));
  return wrong && `its ${wrong[0]} is none that a cluster gives: ${show(wrong[1])}`;
}

/** Whether a text may be the name of a namespace, and so stand in an address. */
export function isNamespace(text: string): boolean {
  return LABEL.test(text);
}

/** Whether a text may be the name of a node, and so stand in an address. */
export function isNodeName(text: string): boolean {
  return SUBDOMAIN.test(text);
}
