import { SECOND } from "../../shared/domain/time/instant.ts";
import { type Assistant, maskingAssistant } from "../../shared/platform/assistant.ts";
import { bedrockModel } from "../../shared/platform/bedrock.ts";
import type { Log } from "../../shared/platform/log.ts";

/** Less than the function is given. */
const PATIENCE = 8 * SECOND;

/** The hosted model of a deployment that names one. */
export const assistantOf = (modelId: string | undefined, log: Log): { readonly assistant?: Assistant } =>
  modelId === undefined
    ? {}
    : { assistant: maskingAssistant({ model: bedrockModel(modelId), log, patienceMilliseconds: PATIENCE }) };
