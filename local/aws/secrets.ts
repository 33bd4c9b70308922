import { statSync } from "node:fs";
import * as z from "zod/mini";
import { readSecrets } from "../secrets-document.ts";
import type { Secret } from "../template/deployment.ts";
import type { AwsAnswer, AwsCall, AwsService } from "./service.ts";

const request = z.looseObject({ SecretId: z.string() });

/** The document as it stands in the file now, or as it last stood when the file has become unusable. */
export interface CurrentSecrets {
  readonly text: string;
  readonly tokenKey: string | undefined;
  /** Epoch milliseconds of the file's last change that was taken. */
  readonly changedAt: number;
}

/** Follows the file: a change is taken at the next reading; a broken one is told once and the last good one serves on. */
export function followSecrets(file: string, report: (line: string) => void): () => CurrentSecrets {
  let seen = "";
  let current: CurrentSecrets | undefined;
  return () => {
    const status = statSync(file, { throwIfNoEntry: false });
    const mark = `${status?.ino}:${status?.mtimeMs}:${status?.size}`;
    if (current !== undefined && mark === seen) return current;
    seen = mark;
    const reading = readSecrets(file);
    if (reading.kind === "read") {
      current = { text: reading.text, tokenKey: reading.document.tokenKey, changedAt: status?.mtimeMs ?? 0 };
      return current;
    }
    const why = reading.kind === "absent" ? "it is gone" : reading.why;
    if (current === undefined) throw new Error(`the secrets in ${file} cannot be used: ${why}`);
    report(`The secrets in ${file} cannot be used (${why}); those read before stay in force until it is corrected.`);
    return current;
  };
}

/** Secrets Manager for the deployment's secrets: every one of them holds the same document. */
export function secretsManager(secrets: readonly Secret[], current: () => CurrentSecrets): AwsService {
  return {
    async handle(call) {
      const parsed = request.safeParse(call.json);
      if (!parsed.success) return failure("InvalidRequestException", "SecretId is missing");
      const secret = secrets.find(({ name, arn }) => parsed.data.SecretId === name || parsed.data.SecretId === arn);
      if (secret === undefined) {
        return failure("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
      }
      return answer(call, secret, current());
    },
  };
}

function answer({ operation }: AwsCall, { name, arn }: Secret, { text, changedAt }: CurrentSecrets): AwsAnswer {
  const version = `one-machine-version-at-${Math.floor(changedAt)}`;
  const changed = changedAt / 1000;
  switch (operation) {
    case "GetSecretValue":
      return success({
        ARN: arn,
        Name: name,
        VersionId: version,
        VersionStages: ["AWSCURRENT"],
        CreatedDate: changed,
        SecretString: text,
      });
    case "DescribeSecret":
      return success({
        ARN: arn,
        Name: name,
        LastChangedDate: changed,
        VersionIdsToStages: { [version]: ["AWSCURRENT"] },
      });
    default:
      return failure("InvalidRequestException", `${operation} is not served on one machine`);
  }
}

const contentType = { "content-type": "application/x-amz-json-1.1" };

const success = (body: unknown): AwsAnswer => ({ status: 200, body: JSON.stringify(body), headers: contentType });

const failure = (type: string, message: string): AwsAnswer => ({
  status: 400,
  body: JSON.stringify({ __type: type, message }),
  headers: contentType,
});
