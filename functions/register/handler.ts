import { environments } from "../../shared/contracts/environment.ts";
import { signalMessage } from "../../shared/contracts/signal-message.ts";
import { cachedCentres } from "../../shared/platform/centre-data.ts";
import { readEnvironment } from "../../shared/platform/config.ts";
import { sqsDeadLetters } from "../../shared/platform/dead-letters.ts";
import { lambdaFunction } from "../../shared/platform/function.ts";
import { kmsSealers } from "../../shared/platform/kms.ts";
import { packedModel, packedReaders } from "../../shared/platform/packed.ts";
import { queueWorker } from "../../shared/platform/queue-worker.ts";
import { telemetry } from "../../shared/platform/telemetry.ts";
import { systemNow, uptime } from "../../shared/platform/time.ts";
import { topicModels } from "../../shared/platform/topic-model.ts";
import { dynamoBotChats } from "../../shared/store/dynamo/bot-chats.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { dynamoIdentities } from "../../shared/store/dynamo/identities.ts";
import { dynamoIncidents } from "../../shared/store/dynamo/incidents.ts";
import { dynamoMatters } from "../../shared/store/dynamo/matters.ts";
import { incidentTable } from "../../shared/store/dynamo/table.ts";
import { matchMatters } from "./match.ts";
import { recentMatters } from "./recent-matters.ts";
import { registerMessage } from "./register-message.ts";

const environment = readEnvironment(environments.register);
const table = incidentTable(environment.TABLE_NAME);
const { logger, metrics, ...told } = telemetry("register");
const register = registerMessage({
  incidents: dynamoIncidents(table),
  botChats: dynamoBotChats(table),
  identities: dynamoIdentities(incidentTable(environment.IDENTITIES_NAME)),
  ...kmsSealers(environment.IDENTITY_KEY_ARN, uptime),
  centre: cachedCentres(dynamoCentres(table), uptime),
  match: matchMatters(recentMatters(dynamoMatters(table), uptime)),
  likely: topicModels({ packed: packedModel, folder: environment.MODELS_FOLDER, age: uptime, log: told.log }),
  ...packedReaders(),
  now: systemNow,
  ...told,
});
const deadLetters = sqsDeadLetters(environment.DEAD_LETTER_URL);
const work = queueWorker({ schema: signalMessage, work: register, deadLetters, ...told });
export const handler = lambdaFunction({ logger, metrics }, work);
