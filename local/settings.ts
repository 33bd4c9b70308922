import { resolve } from "node:path";
import * as z from "zod/mini";
import type { Rate } from "../shared/platform/rate-limit.ts";
import { StartFailure } from "./start-failure.ts";

const empty = z.literal("");
const optionalUrl = z.optional(
  z.union([empty, z.url({ protocol: /^https?$/, error: "must be an http or https address" })]),
);

const environment = z.object({
  PORT: z._default(
    z
      .string()
      .check(z.refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65535, "must be a number from 0 to 65535")),
    "8787",
  ),
  HOST: z._default(z.string().check(z.minLength(1, "must not be empty")), "127.0.0.1"),
  DATA_DIR: z._default(z.string().check(z.minLength(1, "must not be empty")), "./.otklik"),
  PUBLIC_URL: optionalUrl,
  TRUST_PROXY: z._default(
    z
      .string()
      .check(
        z.refine((text) => /^(?:|true|false|\d)$/.test(text), "must be true, false or the number of proxies in front"),
      ),
    "",
  ),
  OTKLIK_SECRETS: z.optional(z.string()),
  OTKLIK_CLOCK: z.optional(
    z.union([empty, z.iso.datetime({ offset: true, error: "must be an instant as 2026-03-02T09:00:00+03:00" })]),
  ),
  OTKLIK_DYNAMODB_ENDPOINT: optionalUrl,
  OTKLIK_SQS_ENDPOINT: optionalUrl,
  OTKLIK_RATE: z._default(
    z
      .string()
      .check(
        z.refine(
          (text) => /^(?:off|[1-9]\d{0,5}\/[1-9]\d{0,6})$/.test(text),
          "must be requests a second and the burst at once, as 200/2000, or off",
        ),
      ),
    "200/2000",
  ),
  OTKLIK_TELEGRAM: z._default(z.enum(["on", "off"], "must be on or off"), "off"),
  OTKLIK_BACKUP_KEY: z.optional(z.string()),
  OTKLIK_VERBOSE: z.optional(z.string()),
});

/** How the one who runs it wants it run. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDirectory: string;
  /** Where people reach it, without a slash at the end. */
  readonly publicUrl?: string;
  /** How many proxies in front may be believed about who asks; 0 = none. */
  readonly trustedProxies: number;
  /** Absolute. */
  readonly secretsFile: string;
  /** Absolute: the file with the key of the backups. */
  readonly backupKeyFile: string;
  /** Epoch milliseconds of a virtual clock to start with. */
  readonly clock?: number;
  readonly dynamodbEndpoint?: string;
  readonly sqsEndpoint?: string;
  /** What one address may send to the open routes; nothing = any number. */
  readonly rate?: Rate;
  /** What the deployment may choose, as CDK context. */
  readonly context: Readonly<Record<string, string>>;
  /** Warnings and errors of the functions are shown on the screen too. */
  readonly verbose: boolean;
}

/** Reads the settings; the first wrong one is a StartFailure that names it. */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? "");
    throw new StartFailure(`${name}=${variables[name] ?? ""}: ${issueText(name, issue?.message)}.`);
  }
  const given = parsed.data;
  if (given.OTKLIK_CLOCK && given.OTKLIK_SQS_ENDPOINT) {
    throw new StartFailure(
      "OTKLIK_CLOCK cannot go with OTKLIK_SQS_ENDPOINT: that server's delays follow real time. Unset one of them.",
    );
  }
  const dataDirectory = resolve(given.DATA_DIR);
  return {
    port: Number(given.PORT),
    host: given.HOST,
    dataDirectory,
    ...(given.PUBLIC_URL && { publicUrl: given.PUBLIC_URL.replace(/\/+$/, "") }),
    trustedProxies: given.TRUST_PROXY === "true" ? 1 : Number(given.TRUST_PROXY === "false" ? 0 : given.TRUST_PROXY),
    secretsFile: resolve(given.OTKLIK_SECRETS || `${dataDirectory}/secrets.json`),
    backupKeyFile: resolve(given.OTKLIK_BACKUP_KEY || `${dataDirectory}/backup.key`),
    ...(given.OTKLIK_CLOCK && { clock: Date.parse(given.OTKLIK_CLOCK) }),
    ...(given.OTKLIK_DYNAMODB_ENDPOINT && { dynamodbEndpoint: given.OTKLIK_DYNAMODB_ENDPOINT }),
    ...(given.OTKLIK_SQS_ENDPOINT && { sqsEndpoint: given.OTKLIK_SQS_ENDPOINT }),
    ...rateOf(given.OTKLIK_RATE),
    context: given.OTKLIK_TELEGRAM === "on" ? { telegram: "on" } : {},
    verbose: given.OTKLIK_VERBOSE !== undefined && !["", "0", "false"].includes(given.OTKLIK_VERBOSE),
  };
}

function rateOf(text: string): { readonly rate?: Rate } {
  if (text === "off") return {};
  const [perSecond, burst] = text.split("/").map(Number);
  return { rate: { perSecond: perSecond ?? 0, burst: burst ?? 0 } };
}

/** A union reports no message of its own worth reading. */
function issueText(name: string, message: string | undefined): string {
  if (name === "OTKLIK_CLOCK") return "must be an instant as 2026-03-02T09:00:00+03:00";
  if (name === "PUBLIC_URL" || name.endsWith("_ENDPOINT")) return "must be an http or https address";
  return message ?? "is not understood";
}
