import { Logger } from "@aws-lambda-powertools/logger";

type Facts = Readonly<Record<string, string | number | boolean>>;

/** What a function writes for the people who run it. Ids and reasons only: never a citizen's words or name. */
export interface Log {
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
}

export const structuredLog = (service: string): { readonly logger: Logger; readonly log: Log } => {
  const logger = new Logger({ serviceName: service });
  return {
    logger,
    log: {
      info: (message, facts = {}) => logger.info(message, facts),
      warn: (message, facts = {}) => logger.warn(message, facts),
      error: (message, facts = {}) => logger.error(message, facts),
    },
  };
};

/** The facts of a failure that are safe to write down: its kind, never its message, which may quote a text. */
export const failureFacts = (error: unknown): { readonly error: string } => ({
  error: error instanceof Error ? error.name : typeof error,
});
