/** Until which message each person has read each channel. */
export class Reading {
  private readonly marks = new Map<string, string>();
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  of(person: string, channel: string): string {
    return this.marks.get(`${person} ${channel}`) ?? '';
  }

  readTo(person: string, channel: string, ts: string): void {
    if (ts <= this.of(person, channel)) return;
    this.marks.set(`${person} ${channel}`, ts);
    this.changed();
  }

  clear(): void {
    this.marks.clear();
  }
}
