import { Duration } from "aws-cdk-lib";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Schedule, type ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import { Construct } from "constructs";
import type { FunctionName } from "../../shared/contracts/environment.ts";
import { functionName } from "../../shared/contracts/names.ts";
import { allow } from "./allow.ts";
import type { DeadLetters } from "./dead-letters.ts";
import type { Worker } from "./worker.ts";

export interface TimerProps {
  readonly worker: Worker<FunctionName>;
  /** Keeps what the scheduler could not hand over. */
  readonly dead: DeadLetters;
  readonly schedule: ScheduleExpression;
  readonly description: string;
}

/** Starts a function again and again. What one start missed the next one finds, so a failed one is not repeated. */
export class Timer extends Construct {
  constructor(scope: Construct, id: string, { worker, dead, schedule, description }: TimerProps) {
    super(scope, id);
    // The scheduler only hands a start to Lambda, which by itself would repeat a failed one for hours.
    worker.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com"),
      inlinePolicies: {
        start: new PolicyDocument({
          statements: [
            allow(["lambda:InvokeFunction"], worker.function.functionArn),
            allow(["sqs:SendMessage"], dead.queue.queueArn),
          ],
        }),
      },
    });
    new Schedule(this, "Schedule", {
      scheduleName: functionName(worker.label),
      description,
      schedule,
      target: new LambdaInvoke(worker.function, {
        role: role.withoutPolicyUpdates(),
        deadLetterQueue: dead.queue,
        retryAttempts: 2,
        maxEventAge: Duration.minutes(2),
      }),
    });
  }
}
