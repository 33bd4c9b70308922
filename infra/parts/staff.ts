import { RemovalPolicy, Validations } from "aws-cdk-lib";
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  StringAttribute,
  UserPool,
  type UserPoolClient,
} from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";

/** Whose tokens the API takes. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
}

/** What a token says of its holder. Only whoever creates the user sets it; a change of duty is a new user. */
const DUTIES = ["role", "centre", "authority"] as const;

/** The people of the centre: created by an administrator, signing in with a second factor. */
export class Staff extends Construct {
  private readonly pool: UserPool;
  private readonly client: UserPoolClient;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.pool = new UserPool(this, "Users", {
      userPoolName: "otklik",
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      customAttributes: Object.fromEntries(DUTIES.map((duty) => [duty, new StringAttribute({ mutable: false })])),
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.client = this.pool.addClient("Desk", {
      userPoolClientName: "otklik",
      authFlows: { userSrp: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      readAttributes: new ClientAttributes()
        .withStandardAttributes({ email: true, fullname: true })
        .withCustomAttributes(...DUTIES),
      writeAttributes: new ClientAttributes().withStandardAttributes({ fullname: true }),
    });
    Validations.of(this.pool).acknowledge({
      id: "AwsSolutions-COG8",
      reason: "Threat protection costs a paid plan per user; every user has a second factor and none signs up alone.",
    });
  }

  get tokens(): TokenIssuer {
    return { issuer: this.pool.userPoolProviderUrl, audience: this.client.userPoolClientId };
  }
}
