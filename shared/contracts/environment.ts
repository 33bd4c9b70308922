import * as z from "zod/mini";

const name = z.string().check(z.minLength(1));

/** Where notices go on, by way. */
const noticeQueues = {
  NOTICES_TOPIC_URL: name,
  NOTICES_MAIL_URL: name,
  NOTICES_MAX_URL: name,
  NOTICES_WEBHOOK_URL: name,
};

/** `QUEUE_URL`: its own queue, for what has to be tried again. `PUBLIC_URL`: where links lead. */
const noticeWay = { TABLE_NAME: name, QUEUE_URL: name, DEAD_LETTER_URL: name, PUBLIC_URL: name };

/** Where the centres' own models of topics lie beside a function's code on AWS. */
export const PACKED_MODELS = "/var/task/models";

/** Under which name one machine leaves a function the world's time, where the product's own clock is moved by hand. */
export const WORLD_CLOCK = Symbol.for("otklik.world-clock");

/**
 * What each function is told by its environment, under the name of its folder. `infra` fills it in from the same
 * declaration, so that a variable cannot be read and not set.
 */
export const environments = {
  intake: z.object({
    TABLE_NAME: name,
    SIGNALS_QUEUE_URL: name,
    SECRET_ID: name,
    IDENTITY_KEY_ARN: name,
    PSEUDONYM_KEY_ARN: name,
    TELEGRAM: z.enum(["on", "off"]),
  }),
  form: z.object({
    TABLE_NAME: name,
    SIGNALS_QUEUE_URL: name,
    SECRET_ID: name,
    IDENTITY_KEY_ARN: name,
    PSEUDONYM_KEY_ARN: name,
  }),
  open311: z.object({
    TABLE_NAME: name,
    SIGNALS_QUEUE_URL: name,
    SECRET_ID: name,
    IDENTITY_KEY_ARN: name,
    PSEUDONYM_KEY_ARN: name,
    PUBLIC_URL: name,
  }),
  collect: z.object({
    TABLE_NAME: name,
    IDENTITIES_NAME: name,
    SIGNALS_QUEUE_URL: name,
    SECRET_ID: name,
    IDENTITY_KEY_ARN: name,
    PSEUDONYM_KEY_ARN: name,
    PUBLIC_URL: name,
    TELEGRAM: z.enum(["on", "off"]),
  }),
  register: z.object({
    TABLE_NAME: name,
    IDENTITIES_NAME: name,
    IDENTITY_KEY_ARN: name,
    DEAD_LETTER_URL: name,
    MODELS_FOLDER: name,
  }),
  watch: z.object({ TABLE_NAME: name, DUE_QUEUE_URL: name }),
  claim: z.object({ TABLE_NAME: name, DEAD_LETTER_URL: name }),
  publish: z.object({ BUS_NAME: name, DUE_QUEUE_URL: name, DEAD_LETTER_URL: name }),
  dispatch: z.object({ REPLIES_QUEUE_URL: name, DEAD_LETTER_URL: name }),
  reply: z.object({
    TABLE_NAME: name,
    IDENTITIES_NAME: name,
    IDENTITY_KEY_ARN: name,
    SECRET_ID: name,
    DEAD_LETTER_URL: name,
    TELEGRAM: z.enum(["on", "off"]),
  }),
  republish: z.object({ TABLE_NAME: name, BUS_NAME: name }),
  deliver: z.object({ TABLE_NAME: name, DEAD_LETTER_URL: name, ...noticeQueues }),
  "notify-topic": z.object({ ...noticeWay, TOPIC_ARN: name }),
  "notify-mail": z.object({ ...noticeWay, SECRET_ID: name }),
  "notify-max": z.object({ ...noticeWay, SECRET_ID: name }),
  "notify-webhook": z.object({ ...noticeWay, SECRET_ID: name }),
  digest: z.object({ TABLE_NAME: name, ...noticeQueues }),
  api: z.object({
    TABLE_NAME: name,
    IDENTITIES_NAME: name,
    IDENTITY_KEY_ARN: name,
    /** Of Amazon Bedrock; absent: no language model is asked. */ ASSISTANT_MODEL: z.optional(name),
  }),
  citizen: z.object({
    TABLE_NAME: name,
    IDENTITIES_NAME: name,
    IDENTITY_KEY_ARN: name,
    PSEUDONYM_KEY_ARN: name,
  }),
  import: z.object({
    TABLE_NAME: name,
    IDENTITIES_NAME: name,
    IDENTITY_KEY_ARN: name,
    PSEUDONYM_KEY_ARN: name,
  }),
  widgets: z.object({ TABLE_NAME: name }),
  recompute: z.object({ TABLE_NAME: name, RECOMPUTE_QUEUE_URL: name, DEAD_LETTER_URL: name }),
} as const;

export type FunctionName = keyof typeof environments;

export type EnvironmentOf<Name extends FunctionName> = z.infer<(typeof environments)[Name]>;
