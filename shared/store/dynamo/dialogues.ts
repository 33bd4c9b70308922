import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import type { Dialogues } from "../identity-ports.ts";
import { DIALOGUES_INDEX, dialogueOf, TABLE_KEY } from "../keys.ts";
import type { IncidentTable } from "./table.ts";

const carried = z.object({
  [TABLE_KEY]: z.string(),
  [DIALOGUES_INDEX.sort]: z.int(),
  dialogue: z.instanceof(Uint8Array),
});

/** Of the table of identities, its index of dialogues alone. */
export const dynamoDialogues = ({ name, client }: IncidentTable): Dialogues => ({
  newest: async ({ channel, source, since, most }) => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: name,
        IndexName: DIALOGUES_INDEX.name,
        KeyConditionExpression: "#of = :of AND #heard >= :since",
        ExpressionAttributeNames: { "#of": DIALOGUES_INDEX.partition, "#heard": DIALOGUES_INDEX.sort },
        ExpressionAttributeValues: { ":of": dialogueOf(channel, source), ":since": since },
        ScanIndexForward: false,
        Limit: most,
      }),
    );
    return Items.map((item) => carried.parse(item)).map(({ pk, heardAt, dialogue }) => ({
      citizen: pk,
      heardAt,
      sealed: dialogue,
    }));
  },
});
