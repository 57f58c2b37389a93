/** How long an answer may take to still be the answer to an interaction. Slack waits for three seconds. */
export const ACK_BUDGET_MS = 2200;
/** When whatever is still unanswered is answered with what can be said without looking anything up. */
export const LAST_MOMENT_MS = 2500;

/** What the work comes to by then (milliseconds since 1970); undefined when it takes longer. The work goes on. */
export function byThen<T>(work: Promise<T>, until: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, until - Date.now()), undefined);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
