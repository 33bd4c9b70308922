import * as z from "zod/mini";

/** `authority`: the people of the body that the incident is assigned to, or of the nearest body above it. */
export const post = z.enum(["operator", "authority", "supervisor", "head"]);
export type Post = z.infer<typeof post>;
