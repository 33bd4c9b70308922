import * as z from "zod/mini";

/**
 * Who in a centre is told of something. `authority`: the people of the body that the incident is assigned to, or of the
 * nearest body above it.
 */
export const dutyPost = z.enum(["operator", "authority", "supervisor", "head"]);
export type DutyPost = z.infer<typeof dutyPost>;
