/**
 * What a data key of KMS closes (`holds` of its encryption context): stands in KMS's own records of who used the key for
 * what, and a role may be allowed to open the one and not the other. `dialogues`: by which names a platform is asked.
 */
export const holds = { person: "personal data", dialogues: "dialogues" } as const;
export type Holds = (typeof holds)[keyof typeof holds];
