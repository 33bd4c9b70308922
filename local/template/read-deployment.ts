import * as z from "zod/mini";
import { readAssembly } from "./assembly.ts";
import type { Deployment } from "./deployment.ts";
import { readAlarms, readDashboards } from "./read-dashboards.ts";
import { readBuses, readRules } from "./read-events.ts";
import { readFunctions } from "./read-functions.ts";
import { readApis } from "./read-http.ts";
import { readAsyncRetries } from "./read-invocation.ts";
import { readKeys } from "./read-keys.ts";
import { readQueues } from "./read-queues.ts";
import { readRoles } from "./read-roles.ts";
import { readSchedules } from "./read-schedules.ts";
import { readSecrets } from "./read-secrets.ts";
import { readSources } from "./read-sources.ts";
import { readTables } from "./read-tables.ts";
import { readTopics } from "./read-topics.ts";
import { resolveTemplate } from "./resolved-template.ts";
import { requireRights, sendingTo } from "./rights.ts";

/**
 * Reads what the synthesised application asks for. A resource, a property or a function that this edition does not
 * honour is a StartFailure that names it.
 *
 * @param endpoint Where the functions' SDK clients find the runner, as `http://127.0.0.1:4566`. A queue's URL is made
 *   of it, for the SDK calls the host of a queue's URL whatever endpoint is set.
 */
export function readDeployment(assemblyDirectory: string, endpoint: string): Deployment {
  const template = resolveTemplate(readAssembly(assemblyDirectory), endpoint);
  template.all("AWS::CDK::Metadata", z.looseObject({}));
  const roles = readRoles(template);
  const functions = readFunctions(template, roles);
  const retries = readAsyncRetries(template, functions);
  const schedules = readSchedules(template, retries);
  for (const { roleArn, where, schedule } of schedules) {
    const holder = { where, statements: roles.get(roleArn) ?? [] };
    requireRights(holder, [sendingTo(schedule.target.arn)], schedule.target.arn);
  }
  const deployment: Deployment = {
    functions,
    tables: readTables(template),
    queues: readQueues(template),
    topics: readTopics(template),
    secrets: readSecrets(template),
    keys: readKeys(template),
    buses: readBuses(template),
    rules: readRules(template, retries),
    schedules: schedules.map(({ schedule }) => schedule),
    ...readSources(template, functions),
    apis: readApis(template, functions),
    dashboards: readDashboards(template),
    alarms: readAlarms(template),
  };
  template.refuseUnread();
  return deployment;
}
