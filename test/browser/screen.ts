import type { Locator, Page } from 'playwright-core';

const exactly = (label: string): RegExp =>
  new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( \\(optional\\))?$`);

/** What a person does on the page, by what they read on it. */
export class Screen {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Message / });
  }

  /** Types into the composer, key by key at the end, and presses Enter. */
  async say(text: string): Promise<void> {
    await this.composer().fill(text);
    await this.composer().press('Enter');
  }

  async be(name: string): Promise<void> {
    const [first = name] = name.split(' ');
    await this.page.getByRole('combobox', { name: 'I am' }).selectOption({ label: name });
    await this.page.getByRole('heading', { name: new RegExp(`^You are ${first}, `) }).waitFor();
  }

  async goTo(place: string): Promise<void> {
    await this.page.getByRole('navigation').getByRole('button', { name: place }).click();
  }

  messages(): Locator {
    return this.page
      .getByRole('log')
      .getByRole('listitem')
      .filter({ has: this.page.locator('.message-by') });
  }

  lastMessage(): Locator {
    return this.page.locator('.message').last();
  }

  /** Waits for a message with this text. */
  async message(text: string | RegExp): Promise<Locator> {
    const message = this.page.locator('.message', { hasText: text }).last();
    await message.waitFor();
    return message;
  }

  modal(): Locator {
    return this.page.getByRole('dialog');
  }

  /** Waits for the form with this title and field. */
  async form(title: string, label?: string): Promise<Locator> {
    await this.page.getByRole('dialog', { name: title }).waitFor();
    if (label) await this.field(label).waitFor();
    return this.modal();
  }

  field(label: string): Locator {
    return this.modal().getByLabel(exactly(label)).first();
  }

  /** The entries of the list that is open. */
  options(name?: string): Locator {
    // Not by role: the page's own <select> has options too.
    const all = this.page.locator('[role=option]');
    return name === undefined ? all : all.filter({ hasText: name });
  }

  async type(label: string, text: string): Promise<void> {
    await this.field(label).fill(text);
  }

  /** Types into a picker until it offers the option, and takes it. */
  async pick(label: string, query: string, option = query): Promise<void> {
    const picker = this.modal().getByRole('combobox', { name: exactly(label) });
    await picker.click();
    if (query) await picker.fill(query);
    await this.modal().getByRole('option', { name: option }).first().click();
  }

  async tick(label: string, on = true): Promise<void> {
    await this.modal().getByRole('checkbox', { name: label }).setChecked(on);
  }

  async press(button: string): Promise<void> {
    await this.modal().getByRole('button', { name: button, exact: true }).click();
  }

  async closed(): Promise<void> {
    await this.modal().waitFor({ state: 'hidden' });
  }

  error(label: string): Locator {
    return this.modal().locator(`.input-block[data-label="${label}"] .error`);
  }

  async openPanel(tab: string): Promise<Locator> {
    const button = this.page.getByRole('button', { name: 'Behind the scenes' });
    if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
    await this.page.getByRole('tab', { name: tab }).click();
    return this.page.getByRole('complementary', { name: 'Behind the scenes' });
  }
}
