import { CfnOutput, Stack } from "aws-cdk-lib";
import { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Construct } from "constructs";
import type { FunctionCode } from "./bundle.ts";
import type { FoundationStack } from "./foundation-stack.ts";
import { OperationsDashboard } from "./dashboards/operations.ts";
import { HttpSurface } from "./parts/http-surface.ts";
import { NoticeWays } from "./parts/notice-ways.ts";
import { SupervisorDashboard } from "./dashboards/supervisor.ts";
import { Api } from "./rooms/api.ts";
import { Citizen } from "./rooms/citizen.ts";
import { Claim } from "./rooms/claim.ts";
import { Collect } from "./rooms/collect.ts";
import { Deliver } from "./rooms/deliver.ts";
import { Digest } from "./rooms/digest.ts";
import { Dispatch } from "./rooms/dispatch.ts";
import { Form } from "./rooms/form.ts";
import { Import } from "./rooms/import.ts";
import { Intake } from "./rooms/intake.ts";
import { Notify } from "./rooms/notify.ts";
import { Open311 } from "./rooms/open311.ts";
import { Publish } from "./rooms/publish.ts";
import { Recompute } from "./rooms/recompute.ts";
import { Register } from "./rooms/register.ts";
import { Reply } from "./rooms/reply.ts";
import { Republish } from "./rooms/republish.ts";
import { Watch } from "./rooms/watch.ts";
import { Widgets } from "./rooms/widgets.ts";
import type { Settings } from "./settings.ts";
import { workQueues } from "./work-queues.ts";

export interface PipelineStackProps {
  readonly foundation: FoundationStack;
  readonly code: FunctionCode;
  readonly settings: Settings;
}

/** The flow, step by step. The steps meet only at a queue, the table, or the bus. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { foundation, code, settings }: PipelineStackProps) {
    super(scope, id, { stackName: id, description: "Otklik: from a citizen's message to an answer in time." });
    const { table, identities, bus, secret, dutyTopic, key } = foundation;
    const surface = new HttpSurface(this, "Surface", { tokens: foundation.tokens });
    const { signals, due, alerts, dangers, recompute, replies } = workQueues(this);

    const telegram = settings.telegram ?? "off";
    const intake = new Intake(this, "Intake", {
      code,
      surface,
      table,
      identities,
      secret,
      signals,
      telegram,
    });
    const form = new Form(this, "Form", { code, surface, table, identities, secret, signals, key });
    const register = new Register(this, "Register", { code, table, identities, signals });
    const watch = new Watch(this, "Watch", { code, table, due });
    const claim = new Claim(this, "Claim", { code, table, due });
    const publish = new Publish(this, "Publish", { code, table, bus, due });
    const republish = new Republish(this, "Republish", { code, table, bus });
    const dispatch = new Dispatch(this, "Dispatch", { code, table, replies });
    const reply = new Reply(this, "Reply", { code, table, identities, secret, replies, telegram });
    const ways = new NoticeWays(this, "Ways");
    const deliver = new Deliver(this, "Deliver", { code, table, bus, alerts, dangers, ways });
    const publicUrl = settings.publicUrl ?? surface.stage.url;
    const collect = new Collect(this, "Collect", { code, table, identities, secret, signals, publicUrl, telegram });
    const notify = new Notify(this, "Notify", { code, table, secret, ways, dutyTopic, key, publicUrl });
    const digest = new Digest(this, "Digest", { code, table, ways });
    const api = new Api(this, "Api", { code, surface, table, identities, assistant: settings.assistant });
    const open311 = new Open311(this, "Open311", { code, surface, table, identities, secret, signals, publicUrl });
    const citizen = new Citizen(this, "Citizen", { code, surface, table, identities });
    const importing = new Import(this, "Import", { code, table, identities });
    const widgets = new Widgets(this, "Widgets", { code, table });
    const recomputing = new Recompute(this, "Recompute", { code, table, recompute });

    const rooms = [
      intake,
      form,
      collect,
      register,
      watch,
      claim,
      publish,
      republish,
      dispatch,
      reply,
      deliver,
      digest,
      api,
      open311,
      citizen,
      importing,
      widgets,
      recomputing,
    ];
    const alarms = this.node.findAll().filter((construct) => construct instanceof Alarm);
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(foundation.operatorsTopic));

    const queues = [signals, due, alerts, dangers, recompute, replies, ...ways.all];
    new SupervisorDashboard(this, "Supervisor", { widgets: widgets.worker.function });
    new OperationsDashboard(this, "Operations", {
      workers: [...rooms.map((room) => room.worker), ...notify.workers],
      queues,
      deadLetters: [...queues, publish, watch, digest, dispatch, collect].map(({ dead }) => dead),
      streamReader: publish.worker.function,
      surface,
      alarms,
    });
    new CfnOutput(this, "Address", {
      value: surface.stage.url,
      description: "Where platforms, forms and people call.",
    });
  }
}
