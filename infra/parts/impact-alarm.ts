import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";

export interface ImpactAlarmProps {
  /** Physical name without `otklik-`. */
  readonly name: string;
  readonly metric: IMetric;
  /** The alarm rings at this value and above. */
  readonly atLeast: number;
  /** Periods in a row it takes. Default: 1. */
  readonly periods?: number;
  /** What a citizen or the people of the centre lose while it rings, as a sentence. */
  readonly impact: string;
  /** Chapter of docs/runbook.md. */
  readonly runbook: string;
}

/** An alarm that says who suffers from what, and where to read what to do. */
export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, { name, metric, atLeast, periods, impact, runbook }: ImpactAlarmProps) {
    super(scope, id, {
      alarmName: `otklik-${name}`,
      alarmDescription: describe(impact, runbook),
      metric,
      threshold: atLeast,
      evaluationPeriods: periods ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

export interface ScarcityAlarmProps extends Omit<ImpactAlarmProps, "atLeast"> {
  /** The alarm rings below this value. */
  readonly below: number;
}

/** Rings when something is running out. What told nothing is not running out. */
export class ScarcityAlarm extends Alarm {
  constructor(scope: Construct, id: string, { name, metric, below, periods, impact, runbook }: ScarcityAlarmProps) {
    super(scope, id, {
      alarmName: `otklik-${name}`,
      alarmDescription: describe(impact, runbook),
      metric,
      threshold: below,
      evaluationPeriods: periods ?? 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

export type SilenceAlarmProps = Omit<ImpactAlarmProps, "atLeast">;

/** Rings when what has to happen in every period did not happen, or told nothing. */
export class SilenceAlarm extends Alarm {
  constructor(scope: Construct, id: string, { name, metric, periods, impact, runbook }: SilenceAlarmProps) {
    super(scope, id, {
      alarmName: `otklik-${name}`,
      alarmDescription: describe(impact, runbook),
      metric,
      threshold: 1,
      evaluationPeriods: periods ?? 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }
}

const describe = (impact: string, runbook: string) => `${impact} What to do: docs/runbook.md#${runbook}`;
