import { UsageError } from "../../../util/errors.ts";
import {
  type ApiAnswer,
  checkPlain,
  exchange,
  isLoopback,
  type Sending,
} from "../../apply/exchange.ts";

/** One request to the dashboard of a Ray cluster. Throws ApiFault where no whole answer came. */
export type RayRequest = (sending: Sending) => Promise<ApiAnswer>;

/** Where the dashboard of a cluster is. */
export interface RayAccess {
  /** Such as http://127.0.0.1:8265. */
  readonly address: string;
  /** Sent as a bearer token, which Ray asks for where its authentication is on; never over plain HTTP to another machine. */
  readonly token?: string;
  /** Plain HTTP to other machines than this one. */
  readonly allowHttp?: boolean;
}

/** Requests to a dashboard. Throws UsageError for an address that is none, or that others could listen to. */
export function rayRequest({ address, token, allowHttp = false }: RayAccess): RayRequest {
  const server = URL.canParse(address) ? new URL(address) : undefined;
  if (server === undefined || !["http:", "https:"].includes(server.protocol)) {
    throw new UsageError(
      `${address} is no address of a dashboard.\nMaybe http://127.0.0.1:8265, as ray start tells it.`,
    );
  }
  checkPlain(server, allowHttp, "a tunnel (ssh -L 8265:127.0.0.1:8265 HEAD)");
  const isSafe = server.protocol === "https:" || isLoopback(server);
  const headers = token !== undefined && isSafe ? { Authorization: `Bearer ${token}` } : {};
  return (sending) => exchange(server, { headers }, sending);
}
