/**
 * A camera for Chromium that always sees one QR code: a film of two frames in YUV4MPEG2, grey on white as a phone's screen
 * is, a little off the middle.
 */
import { writeFileSync } from 'node:fs';
import { encode } from 'uqr';

const width = 640;
const height = 480;

/** Flags for launchBrowser, once the film is written to `file`. */
export function filmCode(file: string, code: string): string[] {
  const { size, data } = encode(code, { ecc: 'M', border: 4 });
  const dot = Math.floor((height - 20) / size);
  const left = 70;
  const top = 8;
  const light = Buffer.alloc(width * height, 235);
  data.forEach((row, y) => {
    row.forEach((isDark, x) => {
      if (!isDark) return;
      for (let line = 0; line < dot; line++) {
        const from = (top + y * dot + line) * width + left + x * dot;
        light.fill(40, from, from + dot);
      }
    });
  });
  const colour = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, colour]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(file, Buffer.concat([head, frame, frame]));
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ];
}
