import { functionAccessKey } from "../aws/identity.ts";
import { httpAddress } from "../http/port.ts";
import { join } from "node:path";
import { PACKED_MODELS } from "../../shared/contracts/environment.ts";
import type { Settings } from "../settings.ts";
import type { LambdaFunction } from "../template/deployment.ts";

/** What of the runner a function's environment tells. */
export interface FunctionHost {
  readonly region: string;
  /** The runner's AWS endpoint, as `http://127.0.0.1:4321`. */
  readonly endpoint: string;
  /** Where people reach the HTTP API, in place of the address that the template gives it. */
  readonly publicUrl?: string;
  /** The folder of the centres' folders, in place of where a deployment packs their models. */
  readonly centresFolder?: string;
}

export const hostOf = (
  { publicUrl, host, port, dataDirectory }: Pick<Settings, "publicUrl" | "host" | "port" | "dataDirectory">,
  runner: Pick<FunctionHost, "region" | "endpoint">,
): FunctionHost => ({
  ...runner,
  publicUrl: publicUrl ?? httpAddress({ host, port }),
  centresFolder: join(dataDirectory, "centres"),
});

/** What the address of an HTTP API is on AWS. */
const apiAddress = /^https:\/\/[a-z0-9]+\.execute-api\.[a-z0-9-]+\.[a-z.]+\/?$/;

function valueHere(value: string, { publicUrl, centresFolder }: FunctionHost): string {
  if (publicUrl !== undefined && apiAddress.test(value)) return publicUrl;
  return centresFolder !== undefined && value === PACKED_MODELS ? centresFolder : value;
}

/** The whole environment of a function: the template's variables and what Lambda's runtime sets. Nothing of the runner's own. */
export function environmentOf(lambda: LambdaFunction, host: FunctionHost): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(lambda.environment).map(([name, value]) => [name, valueHere(value, host)])),
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    _HANDLER: lambda.handler,
    LAMBDA_TASK_ROOT: lambda.codeDirectory,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: lambda.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(lambda.memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${lambda.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "one-machine",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_REGION: host.region,
    AWS_DEFAULT_REGION: host.region,
    AWS_ACCESS_KEY_ID: functionAccessKey(lambda.name),
    AWS_SECRET_ACCESS_KEY: "one-machine",
    AWS_ENDPOINT_URL: host.endpoint,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
