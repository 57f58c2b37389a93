const formats: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_short_pretty: { year: 'numeric', month: 'short', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
};

const DAY_MS = 24 * 60 * 60_000;
const midnight = (date: Date): number => new Date(date).setHours(0, 0, 0, 0);

/** `yesterday`, `today`, `tomorrow`, where the day is one of these. */
function nameOfDay(date: Date, now: Date): string | undefined {
  // Of days that are 23 or 25 hours long, too.
  const days = Math.round((midnight(date) - midnight(now)) / DAY_MS);
  return days === 0 || Math.abs(days) === 1 ? ['yesterday', 'today', 'tomorrow'][days + 1] : undefined;
}

/** docs.slack.dev/messaging/formatting-message-text#date-formatting, in the reader's own time zone. */
export function shownDate(seconds: number, format: string, now = new Date()): string {
  const date = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (all, name: string) => {
    const known = formats[name];
    const day = name.endsWith('_pretty') ? nameOfDay(date, now) : undefined;
    return day ?? (known ? date.toLocaleString(name === 'time' ? 'en-GB' : 'en', known) : all);
  });
}
