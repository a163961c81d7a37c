import { type ApiAnswer, ApiFault, exchange } from "../../apply/exchange.ts";
import type { ClusterAccess } from "./access.ts";

/** One request to the API of a cluster; `path` begins with "/". Throws ApiFault where no whole answer came. */
export type ApiRequest = (
  method: "GET" | "PATCH" | "POST",
  path: string,
  body?: object,
) => Promise<ApiAnswer>;

/** Requests by an access; what is sent is a merge patch, or an object to be made. Credentials are in no message. */
export function apiRequest(access: ClusterAccess): ApiRequest {
  return async (method, path, body) => {
    const options = await access.options().catch((cause: unknown) => {
      throw new ApiFault("the credentials of the kubeconfig cannot be had", { cause });
    });
    const type = method === "POST" ? "application/json" : "application/merge-patch+json";
    return await exchange(access.server, options, { method, path, type, ...(body && { body }) });
  };
}
