import { Duration } from "aws-cdk-lib";
import {
  Color,
  CustomWidget,
  Dashboard,
  GraphWidget,
  type Metric,
  SingleValueWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { type MetricName, Metric as ProductMetric } from "../../shared/contracts/metrics.ts";
import { names } from "../../shared/contracts/names.ts";
import type { WidgetRequest } from "../../shared/contracts/widgets.ts";
import { productMetric } from "../parts/product-metric.ts";

export interface SupervisorDashboardProps {
  /** Draws the custom widgets. */
  readonly widgets: IFunction;
}

/** What a supervisor looks at: what came in, what is late or about to be, whether citizens are answered in time. */
export class SupervisorDashboard extends Construct {
  constructor(scope: Construct, id: string, { widgets }: SupervisorDashboardProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, "Dashboard", {
      dashboardName: names.dashboards.supervisor,
      defaultInterval: Duration.days(1),
    });
    dashboard.addWidgets(
      drawn(widgets, { title: "Сейчас в работе", params: { widget: "now" }, width: 8, height: 8 }),
      drawn(widgets, {
        title: "Просрочены: кому помочь в первую очередь",
        params: { widget: "late" },
        width: 16,
        height: 8,
      }),
    );
    dashboard.addWidgets(
      hourly("Поступило по часам", [
        ...sum(ProductMetric.IncidentOpened, "новые инциденты", Color.BLUE),
        ...sum(ProductMetric.SignalRepeated, "повторы", Color.GREY),
      ]),
      hourly("Сроки по часам", [
        ...sum(ProductMetric.DeadlineAtRisk, "срок подходит", Color.ORANGE),
        ...sum(ProductMetric.DeadlineBreached, "срок пропущен", Color.RED),
        ...sum(ProductMetric.DeadlineEscalated, "передано выше", Color.PURPLE),
      ]),
    );
    dashboard.addWidgets(
      hourly("Ответы, дошедшие до жителей, по часам", [
        ...sum(ProductMetric.ReplySent, "доставлено", Color.GREEN),
        ...sum(ProductMetric.ReplyDelayed, "отложено площадкой", Color.ORANGE),
        ...sum(ProductMetric.ReplyFailed, "нужен человек", Color.RED),
      ]),
    );
    dashboard.addWidgets(
      new SingleValueWidget({
        title: "Ответы в срок за период, %",
        metrics: inTime(Duration.days(1)),
        setPeriodToTimeRange: true,
        width: 6,
        height: 6,
      }),
      new GraphWidget({
        title: "Ответы в срок по часам, %",
        left: inTime(Duration.hours(1)),
        leftYAxis: { min: 0, max: 100, showUnits: false },
        width: 9,
        height: 6,
      }),
      new GraphWidget({
        title: "Закрыто по часам",
        left: sum(ProductMetric.IncidentClosed, "закрытые инциденты", Color.GREEN),
        leftYAxis: { min: 0, showUnits: false },
        width: 9,
        height: 6,
      }),
    );
  }
}

const sum = (metric: MetricName, label: string, color: string): Metric[] =>
  productMetric(metric, { statistic: "Sum", period: Duration.hours(1), label, color });

const inTime = (period: Duration): Metric[] =>
  productMetric(ProductMetric.AnswerInTime, {
    statistic: "Average",
    period,
    label: "доля ответов в срок",
    color: Color.GREEN,
  });

const hourly = (title: string, left: Metric[]) =>
  new GraphWidget({ title, left, leftYAxis: { min: 0, showUnits: false }, width: 12, height: 6 });

interface Drawn {
  readonly title: string;
  readonly params: WidgetRequest;
  readonly width: number;
  readonly height: number;
}

const drawn = ({ functionArn }: IFunction, { title, params, width, height }: Drawn) =>
  new CustomWidget({ functionArn, title, width, height, params, updateOnResize: false });
