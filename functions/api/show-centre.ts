import type { CentreView } from "../../shared/contracts/api.ts";
import { staleRules } from "../../shared/domain/centre/stale-rules.ts";
import type { ReadCentre } from "../../shared/platform/centre-data.ts";
import { type HttpAnswer, jsonAnswer } from "../../shared/platform/http.ts";
import type { Staff } from "../../shared/platform/staff.ts";
import type { Now } from "../../shared/platform/time.ts";

/** The centre of who asks, and what of its data does nothing. */
export const showCentre =
  ({ centre, now }: { readonly centre: ReadCentre; readonly now: Now }) =>
  async (staff: Staff): Promise<HttpAnswer> => {
    const data = await centre(staff.centre);
    const { id, name } = data.centre;
    return jsonAnswer(200, { id, name, problems: [...staleRules(data, now())] } satisfies CentreView);
  };
