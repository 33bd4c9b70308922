import { SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import { readRunningEdition } from "../data-directory.ts";
import { OWNER_HEADER } from "../http/owner.ts";
import { readSettings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";
import { signedHeaders } from "../tables/signature.ts";
import { askEdition } from "./ask-edition.ts";

/** Runs a function of an installation once and gives its answer. What it refuses is a StartFailure with its words. */
export type InvokeFunction = (functionName: string, event: unknown) => Promise<unknown>;

/** Of the edition that runs on this machine. */
export const invokeHere: InvokeFunction = async (functionName, event) => {
  const { dataDirectory } = readSettings(process.env);
  const edition = readRunningEdition(dataDirectory);
  const silent = new StartFailure(`No Otklik runs on ${dataDirectory}: start it with npm start, then ask again.`);
  if (edition === undefined) throw silent;
  const answer = await askEdition(
    `${edition.address}/local/invocations`,
    { functionName, event },
    { [OWNER_HEADER]: edition.ownerKey },
  );
  if (answer === undefined) throw silent;
  return answer;
};

const failure = z.looseObject({
  errorMessage: z.optional(z.string()),
  Message: z.optional(z.string()),
  message: z.optional(z.string()),
});

/**
 * Of the AWS edition, with the region and the credentials that the AWS tools would take:
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const invokeOnAws: InvokeFunction = async (functionName, event) => {
  const { config } = new SQSClient({});
  const [region, credentials] = await Promise.all([config.region(), config.credentials()]).catch((thrown: unknown) => {
    throw new StartFailure(`AWS was not asked: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  });
  const base = process.env["AWS_ENDPOINT_URL_LAMBDA"] ?? `https://lambda.${region}.amazonaws.com`;
  const url = new URL(`/2015-03-31/functions/${functionName}/invocations`, base);
  const body = Buffer.from(JSON.stringify(event));
  const headers = { host: url.host, "content-type": "application/json" };
  const signature = signedHeaders({ service: "lambda", url, region, credentials, headers, body, at: new Date() });
  const answer = await fetch(url, { method: "POST", headers: { ...headers, ...signature }, body });
  const json: unknown = await answer.json();
  if (answer.ok && !answer.headers.has("x-amz-function-error")) return json;
  const said = failure.safeParse(json).data;
  const why = said?.errorMessage ?? said?.Message ?? said?.message ?? `Lambda answered ${answer.status}`;
  throw new StartFailure(`${functionName} failed: ${why}`);
};
