import { createHash } from "node:crypto";
import type { MessageAttribute } from "../ports.ts";

export const digestOfBody = (body: string): string => createHash("md5").update(body).digest("hex");

/**
 * The digest that clients check attributes by: sorted by name, each name, type and value with its length before it.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function digestOfAttributes(attributes: Readonly<Record<string, MessageAttribute>>): string | undefined {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const hash = createHash("md5");
  const add = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { type = "String", value = "" } = attributes[name] ?? {};
    const binary = type.startsWith("Binary");
    add(Buffer.from(name));
    add(Buffer.from(type));
    hash.update(Buffer.from([binary ? 2 : 1]));
    add(Buffer.from(value, binary ? "base64" : "utf8"));
  }
  return hash.digest("hex");
}
