/**
 * How often a message is tried before it goes to the dead letters. The last try writes the reason beside the message;
 * the queue's own redrive policy stands one try later, for a worker that died without a word.
 */
export const TRIES = 5;

/** Attribute of a dead letter that says why it could not be worked off. Never holds a citizen's words. */
export const REASON_ATTRIBUTE = "reason";

/** The longest delay a queue takes, in seconds (SQS DelaySeconds). */
export const LONGEST_DELAY_SECONDS = 900;

/** The name of every FIFO queue ends so, and of no other (SQS, CreateQueue). */
export const FIFO_ENDING = ".fifo";
