import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { names } from "../../shared/contracts/names.ts";
import { dynamoCentres } from "../../shared/store/dynamo/centres.ts";
import { tableOver } from "../../shared/store/dynamo/table.ts";
import type { Centres } from "../../shared/store/ports.ts";
import type { ServerAddress } from "../tables/dynamo-server.ts";

/** The centres' data in the product's table, through the product's own store. */
export function tableCentres({ url, region, credentials }: ServerAddress): Centres {
  const client = new DynamoDBClient({ endpoint: url.href, region, credentials });
  return dynamoCentres(tableOver(names.table, client));
}
