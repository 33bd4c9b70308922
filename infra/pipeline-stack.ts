import { CfnOutput, Duration, Stack } from "aws-cdk-lib";
import { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Construct } from "constructs";
import { names } from "../shared/contracts/names.ts";
import { MOST_ALERTS } from "../shared/contracts/notices.ts";
import type { FunctionCode } from "./bundle.ts";
import type { FoundationStack } from "./foundation-stack.ts";
import { OperationsDashboard } from "./dashboards/operations.ts";
import { HttpSurface } from "./parts/http-surface.ts";
import { NoticeWays } from "./parts/notice-ways.ts";
import { SupervisorDashboard } from "./dashboards/supervisor.ts";
import { WorkQueue } from "./parts/work-queue.ts";
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
    const { signals, due, alerts, dangers, recompute, replies } = this.makeQueues();

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

  private makeQueues() {
    return {
      signals: new WorkQueue(this, "Signals", {
        name: names.queues.signals,
        chapter: "signals",
        workerTimeout: Duration.seconds(30),
        batchSize: 10,
        maximumConcurrency: 10,
        patience: Duration.minutes(5),
        impactOfAge: "Citizens' messages wait to become incidents; nobody works on them and no deadline runs.",
        impactOfDeath: "A citizen's message was accepted and did not become an incident: nobody will answer it.",
      }),
      due: new WorkQueue(this, "Due", {
        name: names.queues.due,
        chapter: "due",
        // A claim takes milliseconds. What a worker that died had taken is handed out again after six times this.
        workerTimeout: Duration.seconds(5),
        batchSize: 10,
        maximumConcurrency: 5,
        // A message is put there minutes ahead of its moment, and counts as waiting from then on.
        patience: Duration.minutes(10),
        impactOfAge: "Deadlines are noticed late: nobody is warned before a citizen's answer is late.",
        impactOfDeath: "A stage of a deadline was not noticed: nobody was warned of that citizen's answer.",
      }),
      alerts: new WorkQueue(this, "Alerts", {
        name: names.queues.alerts,
        chapter: "alerts",
        workerTimeout: Duration.seconds(30),
        // What one message may hold is worked on together.
        batchSize: MOST_ALERTS,
        // So that what comes due within a minute is told together, and a person gets one message instead of a hundred.
        batchingWindow: Duration.minutes(1),
        maximumConcurrency: 2,
        patience: Duration.minutes(5),
        impactOfAge: "People on duty are told late of deadlines at risk and missed.",
        impactOfDeath: "People on duty were not told of a deadline at risk or missed: a citizen waits unnoticed.",
      }),
      dangers: new WorkQueue(this, "Dangers", {
        name: names.queues.dangers,
        chapter: "dangers",
        workerTimeout: Duration.seconds(30),
        batchSize: 10,
        // No batch is gathered: somebody may be saved by a minute.
        maximumConcurrency: 2,
        patience: Duration.minutes(1),
        impactOfAge: "People on duty are told late that somebody's life or health may be in danger.",
        impactOfDeath: "People on duty were not told that somebody's life or health may be in danger.",
      }),
      recompute: new WorkQueue(this, "Recomputing", {
        name: names.queues.recompute,
        chapter: "recompute",
        workerTimeout: Duration.seconds(60),
        batchSize: 1,
        maximumConcurrency: 2,
        // A change waits two minutes on purpose, and a page of a large centre half a minute.
        patience: Duration.minutes(15),
        impactOfAge: "Open incidents keep deadlines of norms or hours that the centre has changed a while ago.",
        impactOfDeath: "Part of the open incidents keeps deadlines of norms or hours that the centre has changed.",
      }),
      replies: new WorkQueue(this, "Replies", {
        name: names.queues.replies,
        chapter: "replies",
        // A long text in several parts, by a platform that is slow to take each of them.
        workerTimeout: Duration.seconds(120),
        batchSize: 5,
        // Of each page one batch at a time, whatever this says.
        maximumConcurrency: 5,
        patience: Duration.minutes(15),
        impactOfAge: "Replies wait to be sent: citizens wait for what is written already.",
        impactOfDeath: "A reply was published and could not be sent; it is handed over again within the hour.",
      }),
    };
  }
}
