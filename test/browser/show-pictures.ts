/** Pictures for a sale of a browser test, uploaded through the API. */
import sharp from 'sharp';
import { expect } from 'vitest';
import type { RunFile } from '../../scripts/launch/run-file.ts';

/** As staff does it, one after the other: pictures of one colour each. */
export async function showPictures(
  run: Pick<RunFile, 'url' | 'owner'>,
  slug: string,
  colours: readonly string[],
): Promise<void> {
  const signedIn = await fetch(`${run.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(run.owner),
  });
  const { accessToken } = (await signedIn.json()) as { accessToken: string };
  for (const background of colours) {
    const bytes = await sharp({ create: { width: 900, height: 1_200, channels: 3, background } })
      .png()
      .toBuffer();
    const answer = await fetch(`${run.url}/api/staff/sales/${slug}/pictures?altEn=In%20${background}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'image/png' },
      body: new Uint8Array(bytes),
    });
    expect(answer.status).toBe(201);
  }
}
