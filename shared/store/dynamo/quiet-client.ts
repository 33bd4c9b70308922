/** What a client of the SDK has each call go through. */
interface Client {
  readonly middlewareStack: { remove(name: string): boolean };
}

/** A log that nobody reads, which what is sent and answered is copied for; and two headers in which the SDK describes itself. */
const TALK = ["loggerMiddleware", "getUserAgentMiddleware"];

/** Takes from a client what says nothing here and costs a tenth of each call. */
export const quiet = <Of extends Client>(client: Of): Of => {
  for (const name of TALK) client.middlewareStack.remove(name);
  return client;
};
