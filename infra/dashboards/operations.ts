import { Duration } from "aws-cdk-lib";
import { type Alarm, AlarmStatusWidget, Dashboard, GraphWidget, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { FunctionName } from "../../shared/contracts/environment.ts";
import { type MetricName, Metric as ProductMetric } from "../../shared/contracts/metrics.ts";
import { names } from "../../shared/contracts/names.ts";
import type { DeadLetters } from "../parts/dead-letters.ts";
import type { HttpSurface } from "../parts/http-surface.ts";
import { productMetric } from "../parts/product-metric.ts";
import type { WorkQueue } from "../parts/work-queue.ts";
import type { Worker } from "../parts/worker.ts";

export interface OperationsDashboardProps {
  readonly workers: readonly Worker<FunctionName>[];
  readonly queues: readonly WorkQueue[];
  readonly deadLetters: readonly DeadLetters[];
  /** The function that follows the table's stream. */
  readonly streamReader: LambdaFunction;
  readonly surface: HttpSurface;
  readonly alarms: readonly Alarm[];
}

/** What the one who runs it looks at: whether everything flows, and where it stands still. */
export class OperationsDashboard extends Construct {
  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, "Dashboard", {
      dashboardName: names.dashboards.operations,
      defaultInterval: Duration.hours(3),
    });
    dashboard.addWidgets(new AlarmStatusWidget({ title: "Тревоги", alarms: [...props.alarms], width: 24, height: 4 }));
    dashboard.addWidgets(...rowOf(queueGraphs(props)));
    dashboard.addWidgets(...rowOf(delayGraphs(props)));
    dashboard.addWidgets(...rowOf(functionGraphs(props)));
    dashboard.addWidgets(...rowOf(doorGraphs(props)));
  }
}

interface Graph {
  readonly title: string;
  readonly left: IMetric[];
}

const ROW_WIDTH = 24;
const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);

const rowOf = (graphs: readonly Graph[]) =>
  graphs.map(
    ({ title, left }) =>
      new GraphWidget({
        title,
        left,
        leftYAxis: { min: 0, showUnits: false },
        width: ROW_WIDTH / graphs.length,
        height: 6,
      }),
  );

const queueGraphs = ({ queues, deadLetters }: OperationsDashboardProps): Graph[] => [
  {
    title: "Сколько ждёт самое старое сообщение, с",
    left: queues.map(({ queue, label }) =>
      queue.metricApproximateAgeOfOldestMessage({ period: MINUTE, statistic: "Maximum", label }),
    ),
  },
  {
    title: "Сообщений в очередях",
    left: queues.map(({ queue, label }) =>
      queue.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: "Maximum", label }),
    ),
  },
  {
    title: "Отложено после неудачи: нужен человек",
    left: deadLetters.map(({ queue, label }) =>
      queue.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: "Maximum", label }),
    ),
  },
];

const delayGraphs = ({ streamReader }: OperationsDashboardProps): Graph[] => [
  {
    title: "От сообщения до инцидента, с",
    left: [
      ...productMetric(ProductMetric.RegistrationDelay, { statistic: "Average", period: MINUTE, label: "в среднем" }),
      ...productMetric(ProductMetric.RegistrationDelay, {
        statistic: "Maximum",
        period: MINUTE,
        label: "дольше всего",
      }),
    ],
  },
  {
    title: "Опоздание отметок о сроках, с",
    left: [
      ...productMetric(ProductMetric.StageLateness, { statistic: "Average", period: MINUTE, label: "в среднем" }),
      ...productMetric(ProductMetric.StageLateness, { statistic: "Maximum", period: MINUTE, label: "дольше всего" }),
    ],
  },
  {
    title: "Отставание рассылки событий, мс",
    left: [streamReader.metric("IteratorAge", { period: MINUTE, statistic: "Maximum", label: "поток таблицы" })],
  },
];

const functionGraphs = ({ workers }: OperationsDashboardProps): Graph[] => [
  {
    title: "Ошибки функций",
    left: workers.map(({ function: each, label }) => each.metricErrors({ period: FIVE_MINUTES, label })),
  },
  {
    title: "Отказы из-за нехватки мощности",
    left: workers.map(({ function: each, label }) => each.metricThrottles({ period: FIVE_MINUTES, label })),
  },
  {
    title: "Длительность в среднем, мс",
    left: workers.map(({ function: each, label }) =>
      each.metricDuration({ period: FIVE_MINUTES, statistic: "Average", label }),
    ),
  },
];

const doorGraphs = ({ surface }: OperationsDashboardProps): Graph[] => [
  {
    title: "Что приходит извне",
    left: [
      ...counted(ProductMetric.SignalAccepted, "принято"),
      ...counted(ProductMetric.SignalRefused, "отвергнуто у входа"),
      ...counted(ProductMetric.SignalRejected, "не понято, сохранено"),
      ...counted(ProductMetric.SignalIgnored, "не обращения"),
      ...counted(ProductMetric.ExistenceAccepted, "удалено или восстановлено авторами"),
      ...counted(ProductMetric.ChannelWarning, "предупреждения площадок"),
      ...counted(ProductMetric.CallRepeated, "присланы повторно"),
    ],
  },
  {
    title: "Что пришлось спросить у площадок",
    left: [
      ...counted(ProductMetric.SignalMissed, "не пришли сами"),
      ...counted(ProductMetric.SourceUncollected, "площадка не ответила"),
      ...counted(ProductMetric.WebhookSwitchedOn, "вебхук включён снова"),
      ...counted(ProductMetric.WebhookOff, "вебхук выключен: нужен человек"),
    ],
  },
  {
    title: "Запросы и сбои входа",
    left: [
      surface.api.metricCount({ period: FIVE_MINUTES, statistic: "SampleCount", label: "запросы" }),
      surface.api.metricServerError({ period: FIVE_MINUTES, statistic: "Sum", label: "ответы 5xx" }),
    ],
  },
  {
    title: "События и оповещения",
    left: [
      ...counted(ProductMetric.StageDue, "сроков на подходе"),
      ...counted(ProductMetric.EventPublished, "событий разослано"),
      ...counted(ProductMetric.AlertDelivered, "оповещений передано"),
      ...counted(ProductMetric.NoticeSent, "отправлено"),
      ...counted(ProductMetric.NoticeDelayed, "отправится позже"),
      ...counted(ProductMetric.DeadLetter, "отложено после неудачи"),
    ],
  },
];

const counted = (metric: MetricName, label: string) =>
  productMetric(metric, { statistic: "Sum", period: FIVE_MINUTES, label });
