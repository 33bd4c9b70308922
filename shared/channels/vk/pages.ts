/** VK counts pages from the newest: what is removed while they are read moves up what follows. So many are read twice. */
const READ_TWICE = 10;

/** Where the page after one of so many begins. */
export const pageAfter = (offset: number, atOnce: number): number => offset + atOnce - READ_TWICE;
