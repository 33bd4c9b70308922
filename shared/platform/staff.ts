import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { type Role, staffClaims } from "../contracts/api.ts";

/** The member of staff who asks. */
export interface Staff {
  readonly id: string;
  readonly role: Role;
  readonly centre: string;
  readonly authority?: string;
}

/** Reads the claims that the authorizer has verified; nothing when they do not say who this is. */
const staffOf = (claims: unknown): Staff | undefined => {
  const parsed = staffClaims.safeParse(claims);
  if (!parsed.success) return undefined;
  const { sub, "custom:role": role, "custom:centre": centre, "custom:authority": authority } = parsed.data;
  return { id: sub, role, centre, ...(authority === undefined ? {} : { authority }) };
};

const context = z.looseObject({ authorizer: z.looseObject({ jwt: z.looseObject({ claims: z.unknown() }) }) });

/** Who sent a request that has passed the authorizer; nothing when its token does not say. */
export const callerOf = ({ requestContext }: Pick<APIGatewayProxyEventV2, "requestContext">): Staff | undefined => {
  const caller = context.safeParse(requestContext);
  return caller.success ? staffOf(caller.data.authorizer.jwt.claims) : undefined;
};
