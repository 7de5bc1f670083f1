// A window of VS Code in the browser, in the words of someone who uses it.
import path from 'node:path';

const PATIENCE_MS = 30_000;

export class Window {
  /** What the page's console said against our content security policy, and errors of our scripts. */
  #complaints = [];

  constructor(page, host, { theme, pictures, forReadme }) {
    this.theme = theme;
    this.page = page;
    this.host = host;
    this.pictures = pictures;
    this.forReadme = forReadme;
  }

  /** Opens the workspace and waits until its files are listed. */
  static async open(host, { size, ...where }) {
    const page = await host.browser.newPage({ viewport: size, deviceScaleFactor: 1 });
    page.setDefaultTimeout(PATIENCE_MS);
    const window = new Window(page, host, where);
    page.on('console', (message) => window.#hear(message.text()));
    page.on('pageerror', (error) => window.#hear(`${error.stack}`));
    await page.goto(host.address());
    await page.locator('.explorer-folders-view').waitFor();
    return window;
  }

  #hear(text) {
    const isOurs = /modelView|heldout/i.test(text);
    if (/Content Security Policy|Uncaught|TypeError|ReferenceError/.test(text) && isOurs) this.#complaints.push(text);
  }

  /** Fails if our page broke its own policy or threw. */
  checkConsole() {
    if (this.#complaints.length > 0) throw new Error(`In the console:\n${this.#complaints.join('\n')}`);
  }

  /** Leaves the page before it is closed: otherwise VS Code keeps the extension host for a window that may come back. */
  async close() {
    await this.page.goto('about:blank').catch(() => {});
    await this.page.close();
  }

  /** Takes a picture of the window, or of a part of it; with `readme` also the one of that name for the README. */
  async picture(title, { clip, readme } = {}) {
    const name = `${title.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '')}.png`;
    const file = path.join(this.pictures, name);
    await this.page.screenshot({ path: file, clip, animations: 'disabled' });
    if (readme && this.forReadme)
      await this.page.screenshot({ path: path.join(this.forReadme, readme), clip, animations: 'disabled' });
    return file;
  }

  /** Double-clicks a file in the explorer. */
  async openFile(name) {
    await this.#found(name).then((item) => item.dblclick());
    await this.page.getByRole('tab', { name: new RegExp(`^${name.replaceAll('.', '\\.')}`) }).waitFor();
  }

  /** The row of a file; the explorer has only those that can be seen, so it is scrolled to it. */
  async #found(name) {
    const item = this.page.getByRole('treeitem', { name, exact: true });
    const rows = this.page.locator('.explorer-folders-view .monaco-list-row');
    await rows.first().waitFor();
    for (const by of [0, 300, 300, 300, -3000, 0]) {
      if (by !== 0) {
        await rows.first().hover();
        await this.page.mouse.wheel(0, by);
      }
      const isThere = await item.waitFor({ timeout: 1_500 }).then(
        () => true,
        () => false,
      );
      if (isThere) return item;
    }
    return item;
  }

  /** Waits until findings are underlined in the text editor. */
  findingsShown() {
    return this.page.locator('.squiggly-warning, .squiggly-error, .squiggly-info').first().waitFor();
  }

  press(keys) {
    return this.page.keyboard.press(keys);
  }

  /** Runs a command by its title in the palette. */
  async command(title) {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    // Right after the start VS Code does not know yet what extensions contribute.
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await this.press('F1');
      const input = this.page.locator('.quick-input-widget input[type="text"]');
      await input.waitFor();
      await input.fill(`>${title}`);
      try {
        return await row.click({ timeout: 2_000 });
      } catch {
        await this.press('Escape');
      }
    }
    throw new Error(`There is no command “${title}”`);
  }

  /** Shows the Problems view with all that was found. */
  async problems() {
    const panel = this.page.locator('.markers-panel');
    if (!(await panel.isVisible())) await this.press('Control+Shift+M');
    await panel.locator('.monaco-list-row').first().waitFor();
    return panel;
  }

  /** Shows the Problems view, and gives its row with this text. */
  async problem(text) {
    const panel = await this.problems();
    // The list has only the rows in sight. A filter typed while the view is still being built is lost: type it again.
    const row = panel.locator('.monaco-list-row', { hasText: text }).first();
    for (let attempt = 1; ; attempt++) {
      await this.page.locator('.part.panel .viewpane-filter input').fill(text);
      try {
        await row.waitFor({ timeout: 5000 });
        return row;
      } catch (error) {
        if (attempt === 6) throw error;
      }
    }
  }

  /** Puts the cursor on a problem by its row, and opens the menu of quick fixes there. */
  async quickFixes(row) {
    await row.dblclick();
    const menu = this.page.locator('.action-widget');
    // Right after the jump the editor may not have asked for actions yet.
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await this.press('Control+.');
      try {
        await menu.locator('.monaco-list-row').first().waitFor({ timeout: 2_000 });
        return menu;
      } catch {
        await this.press('Escape');
      }
    }
    throw new Error('The menu of quick fixes did not open');
  }

  /** Opens a model file, and gives the page of its editor once it has loaded. */
  async openModel(name) {
    const page = this.model();
    await this.#openIn(page.locator('main'), name);
    await page.locator('main[aria-busy="false"]').waitFor();
    return page;
  }

  /** Chooses a file of the workspace in the dialog that is open. */
  async chooseFile(name) {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    await input.waitFor();
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first();
    // The dialog may still be listing the folder, and put its own path back over what was typed.
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await input.fill(path.join(this.host.workspace, name));
      await row.waitFor();
      await input.press('Enter');
      const isClosed = await input.waitFor({ state: 'hidden', timeout: 4_000 }).then(
        () => true,
        () => false,
      );
      if (isClosed) return;
    }
    throw new Error(`The dialog does not take ${name}`);
  }

  /** Opens a notebook in the notebook editor. */
  openNotebook(name) {
    return this.#openIn(this.page.locator('.notebook-editor'), name);
  }

  /** Right after the start VS Code does not know all editors yet, and shows a file as text or as an unknown binary. */
  async #openIn(editor, name) {
    const asText = '.editor-instance .monaco-editor:not(.notebook-editor .monaco-editor):visible';
    const wrong = this.page.locator(`.monaco-editor-pane-placeholder:visible, ${asText}`).first();
    const appears = (locator, isRight) =>
      locator
        .first()
        .waitFor()
        .then(
          () => isRight,
          () => false,
        );
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await this.openFile(name);
      if (await Promise.race([appears(editor, true), appears(wrong, false)])) return;
      await this.command('View: Close Editor');
    }
    throw new Error(`${name} does not open in its own editor`);
  }

  /** The page of the model editor in front: VS Code puts it into two nested frames. */
  model() {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
  }

  /** Asks again and again until it is so; gives what was answered. */
  async until(what, isSo, limitMs = PATIENCE_MS) {
    const deadline = Date.now() + limitMs;
    for (;;) {
      const answer = await isSo();
      if (answer) return answer;
      if (Date.now() > deadline) throw new Error(`Not within ${limitMs} ms: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Waits until a part of the editor has the text. */
  editorHas(text) {
    return this.page.locator('.view-lines', { hasText: text }).first().waitFor();
  }
}
