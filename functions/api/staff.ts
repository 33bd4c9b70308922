import { type Role, staffClaims } from "../../shared/contracts/api.ts";
import type { CommandName } from "../../shared/domain/command.ts";

/** The member of staff who asks. */
export interface Staff {
  readonly id: string;
  readonly role: Role;
  readonly centre: string;
  readonly authority?: string;
}

/** Reads the claims that the authorizer has verified; nothing when they do not say who this is. */
export const staffOf = (claims: unknown): Staff | undefined => {
  const parsed = staffClaims.safeParse(claims);
  if (!parsed.success) return undefined;
  const { sub, "custom:role": role, "custom:centre": centre, "custom:authority": authority } = parsed.data;
  return { id: sub, role, centre, ...(authority === undefined ? {} : { authority }) };
};

/** Staff see their own centre, a body's staff only what that body is to answer. */
export const maySee = (staff: Staff, incident: { readonly centre: string; readonly authority: string }): boolean =>
  incident.centre === staff.centre && (staff.role !== "authority" || incident.authority === staff.authority);

const desk = ["operator", "approver", "supervisor", "administrator"] as const;
const deskAndAuthority = [...desk, "authority"] as const;

const allowed: Readonly<Record<CommandName, readonly Role[]>> = {
  triage: desk,
  assign: desk,
  ask: deskAndAuthority,
  resume: deskAndAuthority,
  extend: ["approver", "supervisor", "administrator"],
  interim: deskAndAuthority,
  answer: deskAndAuthority,
  reopen: desk,
  appeal: desk,
  close: desk,
};

export const mayDo = (staff: Staff, command: CommandName): boolean => allowed[command].includes(staff.role);
