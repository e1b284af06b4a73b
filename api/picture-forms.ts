/**
 * A picture as it came from somebody's camera or desk, made into the two forms that we serve (CAT-3). Nothing of the file
 * is believed or kept: its type is read from its first bytes, it is unpacked within bounds of pixels and time, turned
 * upright, and encoded anew without whatever else it carried (place, camera, text). Only the decoders of those types may
 * run at all.
 */
import { hash } from 'node:crypto';
import sharp from 'sharp';
import { PICTURE_PIXELS_MAX } from '../domain/limits.ts';
import { Refused } from '../domain/refusals.ts';
import { pictureWidths } from './views.ts';

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
// A picture is worked through once; and checkout is served by the same process.
sharp.cache(false);
sharp.concurrency(1);

export interface PictureForms {
  /** Of the large form: the address of both. */
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  readonly small: Buffer;
  readonly large: Buffer;
}

/** Unpacked side by side they hold some 200 MB each. */
const AT_ONCE_MAX = 2;
const SECONDS_MAX = 8;
/** Photographs and flat art alike look right at it, at a fifth of the size of what comes in. */
const QUALITY = 82;
/** Twice as high as it is wide: a poster. More is an accident, and taller than WebP can be. */
const HEIGHTS_TO_WIDTH = 2;

let underWay = 0;

/** Refuses with `invalid_request` what is no picture, or none that can be read, and with `busy` a third one at once. */
export async function pictureForms(bytes: Buffer): Promise<PictureForms> {
  if (!isPicture(bytes)) throw unreadable('is no JPEG, PNG or WebP picture');
  if (underWay >= AT_ONCE_MAX) throw new Refused('busy');
  underWay += 1;
  try {
    const [large, small] = [
      await encode(bytes, pictureWidths.large),
      await encode(bytes, pictureWidths.small),
    ];
    const { width, height } = large.info;
    return { hash: hash('sha256', large.data, 'hex'), width, height, small: small.data, large: large.data };
  } catch (fault) {
    // The library knows plain errors alone; with bytes that came from outside, what it means is that it cannot read them.
    const message = fault instanceof Error ? fault.message : '';
    throw unreadable(/pixel limit/.test(message) ? 'has too many pixels' : 'cannot be read');
  } finally {
    underWay -= 1;
  }
}

const encode = (bytes: Buffer, width: number) =>
  sharp(bytes, { limitInputPixels: PICTURE_PIXELS_MAX, failOn: 'error', pages: 1 })
    .autoOrient()
    .resize({ width, height: width * HEIGHTS_TO_WIDTH, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .timeout({ seconds: SECONDS_MAX })
    .toBuffer({ resolveWithObject: true });

const beginnings: readonly (readonly [at: number, bytes: Buffer])[][] = [
  [[0, Buffer.from([0xff, 0xd8, 0xff])]],
  [[0, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])]],
  [
    [0, Buffer.from('RIFF')],
    [8, Buffer.from('WEBP')],
  ],
];

const isPicture = (bytes: Buffer): boolean =>
  beginnings.some((parts) => parts.every(([at, part]) => bytes.subarray(at, at + part.length).equals(part)));

const unreadable = (message: string) =>
  new Refused('invalid_request', { errors: [{ path: 'body', message }] });
