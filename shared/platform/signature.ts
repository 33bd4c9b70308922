import { createHmac, createSecretKey, hash, type KeyObject } from "node:crypto";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface ToSign {
  /** As AWS names it in a signature's scope. */
  readonly service?: string;
  readonly method?: string;
  /** As it is sent. None of the services called here has a query. */
  readonly path: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** In lower case, `host` among them; all of them are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Real time: servers refuse a signature that is minutes off. */
  readonly at: Date;
}

/** Of each service that is called, for a day. */
const MOST_KEYS = 50;
const derived = new Map<string, KeyObject>();

function signingKey(secret: string, ...scope: readonly string[]): KeyObject {
  const name = [secret, ...scope].join("/");
  const known = derived.get(name);
  if (known !== undefined) return known;
  if (derived.size >= MOST_KEYS) derived.clear();
  const bytes = scope.reduce<Buffer>(
    (parent, part) => createHmac("sha256", parent).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
  const key = createSecretKey(bytes);
  derived.set(name, key);
  return key;
}

/** A path is signed with its percent signs encoded once more, as every service but S3 has it. */
const signedPath = (path: string): string =>
  path
    .split("/")
    .map((part) =>
      encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`.toUpperCase()),
    )
    .join("/");

/** The headers that sign a request, to DynamoDB unless it says otherwise: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function signedHeaders({
  service = "dynamodb",
  method = "POST",
  path,
  region,
  credentials,
  headers,
  body,
  at,
}: ToSign): Readonly<Record<string, string>> {
  const stamp = at.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = stamp.slice(0, 8);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const added = { "x-amz-date": stamp, ...(sessionToken !== undefined && { "x-amz-security-token": sessionToken }) };
  const signed = Object.entries({ ...headers, ...added }).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const names = signed.map(([name]) => name).join(";");
  const canonical = [
    method,
    signedPath(path),
    "",
    ...signed.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, " ")}`),
    "",
    names,
    hash("sha256", body),
  ].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", stamp, scope, hash("sha256", canonical)].join("\n");
  const key = signingKey(secretAccessKey, day, region, service, "aws4_request");
  const signature = createHmac("sha256", key).update(toSign).digest("hex");
  return {
    ...added,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
