import type { Command } from "commander";
import { type RayRequest, rayRequest } from "../io/ray/api/request.ts";

/** Which cluster of Ray is meant. */
export interface RayFlags {
  readonly address?: string;
  readonly allowHttp?: boolean;
}

/** Adds the options that say which cluster of Ray is meant. */
export function withRayOptions(command: Command): Command {
  return command
    .option("--address <url>", "dashboard of the cluster, such as http://127.0.0.1:8265")
    .option("--allow-http", "plain HTTP to another machine too; no token is sent over it");
}

/** Requests to the dashboard; the token of RAY_AUTH_TOKEN goes with them. */
export function requestOf(address: string, { allowHttp = false }: RayFlags): RayRequest {
  const token = process.env.RAY_AUTH_TOKEN;
  return rayRequest({ address, allowHttp, ...(token !== undefined && token !== "" && { token }) });
}
