import { type Attachment, MOST_ATTACHMENTS } from "../domain/signal/signal.ts";

const LONGEST_URL = 2_000;
const LONGEST_NAME = 200;

interface Found {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
  readonly name?: string | undefined;
}

/** A reference as it is kept: without what is empty, too long to be one, or not an address of the web. */
export const reference = (kind: Attachment["kind"], { id, url, name }: Found): Attachment => ({
  kind,
  ...(id && id.length <= LONGEST_NAME ? { id } : {}),
  ...(url && url.length <= LONGEST_URL && /^https?:\/\//i.test(url) ? { url } : {}),
  ...(name ? { name: name.slice(0, LONGEST_NAME) } : {}),
});

/** What hangs on a message, as a part of its signal. What `read` knows nothing of is left out. */
export const attached = (
  given: unknown,
  read: (one: unknown) => Attachment | undefined,
): { readonly attachments?: Attachment[] } => {
  const all = Array.isArray(given) ? given.flatMap((one) => read(one) ?? []) : [];
  return all.length === 0 ? {} : { attachments: all.slice(0, MOST_ATTACHMENTS) };
};
