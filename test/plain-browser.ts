/** A browser for tests that knows forms and cookies, and nothing else. */
export class PlainBrowser {
  readonly cookies = new Map<string, string>();
  readonly address: string;
  status = 0;
  text = '';
  headers = new Headers();

  constructor(gatewayUrl: string, slug: string) {
    this.address = `${gatewayUrl}/sales/${slug}/line/plain`;
  }

  /** As a proxy in front says it. */
  from = '127.0.0.1';

  async look(query = ''): Promise<this> {
    return await this.#take(await fetch(this.address + query, { headers: this.#headers() }));
  }

  /** Presses the button of the form for `act`; follows the redirect. */
  async press(
    act: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<this> {
    const key = /name="key" value="([^"]+)"/.exec(this.text)?.[1] ?? '';
    const body = new URLSearchParams({ key, act, ...fields });
    const init = { method: 'POST', body, redirect: 'manual' as const };
    const form = this.text.split('<form').find((part) => part.includes(`name="act" value="${act}"`));
    const to = /action="([^"]+)"/.exec(form ?? '')?.[1]?.replaceAll('&amp;', '&') ?? this.address;
    const response = await fetch(new URL(to, this.address), {
      ...init,
      headers: { ...this.#headers(), ...headers },
    });
    await this.#take(response);
    const { search } = new URL(response.headers.get('location') ?? '', this.address);
    return response.status === 303 ? await this.look(search) : this;
  }

  get title(): string {
    return /<h1>([^<]+)<\/h1>/.exec(this.text)?.[1] ?? '';
  }

  #headers(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { cookie, 'x-forwarded-for': this.from };
  }

  async #take(response: Response): Promise<this> {
    this.status = response.status;
    this.headers = response.headers;
    this.text = await response.text();
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/Max-Age=0;/.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return this;
  }
}
