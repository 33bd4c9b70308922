import type { Role } from "../../shared/contracts/api.ts";
import type { CommandName } from "../../shared/domain/incident/command.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import { maskPersonal } from "../../shared/understanding/personal/mask-personal.ts";

/** Staff see their own centre, a body's staff only what that body is to answer. */
export const maySee = (staff: Staff, incident: { readonly centre: string; readonly authority: string }): boolean =>
  incident.centre === staff.centre && (staff.role !== "authority" || incident.authority === staff.authority);

const desk = ["operator", "approver", "supervisor", "administrator"] as const;
const deskAndAuthority = [...desk, "authority"] as const;
/** Who lets a text be published that somebody else wrote. */
const approvers = ["approver", "supervisor", "head"] as const;

const allowed: Readonly<Record<CommandName, readonly Role[]>> = {
  triage: desk,
  assign: desk,
  ask: deskAndAuthority,
  resume: deskAndAuthority,
  extend: ["approver", "supervisor", "administrator"],
  interim: deskAndAuthority,
  answer: deskAndAuthority,
  draft: deskAndAuthority,
  submit: deskAndAuthority,
  approve: approvers,
  return: approvers,
  "deliver-by-hand": desk,
  resend: desk,
  reopen: desk,
  appeal: desk,
  close: desk,
  merge: ["operator", "supervisor"],
  split: ["operator", "supervisor"],
  divide: ["operator", "supervisor"],
  pos: desk,
  publish: desk,
  unpublish: desk,
};

export const mayDo = (staff: Staff, command: CommandName): boolean => allowed[command].includes(staff.role);

/** Who answers for a centre's data may have its deadlines reckoned anew. */
export const mayRecompute = (staff: Staff, centre: string): boolean =>
  staff.centre === centre && (staff.role === "supervisor" || staff.role === "administrator");

/** Whoever carries a centre's incidents out of the house has to answer for who wrote them. */
export const mayExport = (staff: Staff, centre: string): boolean =>
  staff.centre === centre && staff.role === "administrator";

const readers: readonly Role[] = ["operator", "supervisor", "administrator"];

/** Whether this member of staff may be shown who wrote a message. */
export const mayReadAuthor = ({ role }: Staff): boolean => readers.includes(role);

const unmasked: readonly Role[] = [...deskAndAuthority];

/** Who has nothing to answer reads what was written without what names a person. */
export const wordsFor = ({ role }: Staff): ((text: string) => string) =>
  unmasked.includes(role) ? (text) => text : maskPersonal;
