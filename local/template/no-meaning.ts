import * as z from "zod/mini";

/** A property that changes nothing on one machine, with the reason why it may be passed over. */
export const noMeaning = (_reason: string) => z.optional(z.unknown());

export const tags = noMeaning("Tags sort bills, and there is no bill.");
export const description = noMeaning("Told to people who look at the AWS console.");
export const encryptionAtRest = noMeaning("Encryption of the disk belongs to the machine.");
export const deliveryLog = noMeaning("What functions and requests say goes to the runner's own log.");
