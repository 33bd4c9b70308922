import { Duration, Stack } from "aws-cdk-lib";
import { HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { Construct } from "constructs";
import { doorLimits } from "../parts/door-limits.ts";
import { QUEUE_INDEX, UNSETTLED_INDEX } from "../../shared/store/keys.ts";
import type { FunctionCode } from "../bundle.ts";
import { allow } from "../parts/allow.ts";
import type { HttpSurface } from "../parts/http-surface.ts";
import type { IdentityVault } from "../parts/identity-vault.ts";
import type { IncidentTable } from "../parts/incident-table.ts";
import { Worker } from "../parts/worker.ts";

export interface ApiProps {
  readonly code: FunctionCode;
  readonly surface: HttpSurface;
  readonly table: IncidentTable;
  readonly identities: IdentityVault;
  /** The model of Bedrock that may be asked, where one may. */
  readonly assistant: string | undefined;
}

/** Shows incidents to the people of the centre and takes their commands. */
export class Api extends Construct {
  readonly worker: Worker<"api">;

  constructor(scope: Construct, id: string, { code, surface, table, identities, assistant }: ApiProps) {
    super(scope, id);
    this.worker = new Worker(this, "Worker", {
      name: "api",
      code,
      environment: {
        TABLE_NAME: table.name,
        IDENTITIES_NAME: identities.name,
        IDENTITY_KEY_ARN: identities.keyArn,
        ...(assistant === undefined ? {} : { ASSISTANT_MODEL: assistant }),
      },
      timeout: Duration.seconds(10),
      memoryMegabytes: 512,
      may: [
        ...table.items("GetItem", "PutItem"),
        ...table.index(QUEUE_INDEX.name),
        ...table.index(UNSETTLED_INDEX.name),
        ...identities.items("GetItem", "UpdateItem"),
        ...(assistant === undefined ? [] : [allow(["bedrock:InvokeModel"], this.modelArn(assistant))]),
      ],
      impact: "The people of the centre cannot see incidents or answer them; citizens wait.",
    });
    surface.guard(this.worker, [
      { method: HttpMethod.GET, path: "/api/centre" },
      { method: HttpMethod.GET, path: "/api/incidents" },
      { method: HttpMethod.GET, path: "/api/incidents/{id}" },
      { method: HttpMethod.GET, path: "/api/incidents/{id}/clocks" },
      { method: HttpMethod.GET, path: "/api/incidents/{id}/summary" },
      { method: HttpMethod.POST, path: "/api/incidents/{id}/suggest-reply" },
      { method: HttpMethod.POST, path: "/api/incidents/{id}/author" },
      { method: HttpMethod.POST, path: "/api/incidents/{id}/{command}" },
      { method: HttpMethod.POST, path: "/api/centres/{centre}/recompute" },
      { method: HttpMethod.POST, path: "/api/centres/{centre}/export" },
    ]);
    surface.open(this.worker, [
      {
        method: HttpMethod.GET,
        path: "/api/openapi.json",
        openBecause: "The description of the API is the same for everyone and shows no data.",
        limit: doorLimits.reading,
      },
    ]);
  }

  /** Models belong to no account. */
  private modelArn(model: string): string {
    return Stack.of(this).formatArn({
      service: "bedrock",
      account: "",
      resource: "foundation-model",
      resourceName: model,
    });
  }
}
