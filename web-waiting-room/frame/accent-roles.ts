/**
 * A sale's own colour on its pages (PAG-110): five roles (style/tokens.css) from one colour, whichever it is. As a fill it
 * is what the organiser chose; as text or as a lamp it is made darker or lighter until it can be read where it stands. The
 * waiting room does without: a crowd loads it, and there the house's colour is a request to act.
 */

type Rgb = readonly [number, number, number];

/** Text that can be read, and a shape that can be told from its ground, by WCAG 2.2. */
const textContrastMin = 4.5;
const shapeContrastMin = 3;
const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
/** What the accent stands on (style/tokens.css), of each theme the ground that is nearest to it. */
const sunken = '#e3eaeb';
const darkSurface = '#11232a';
const board2 = '#1d3d49';

export interface AccentRoles {
  readonly accent: string;
  readonly onAccent: string;
  readonly inkOnLight: string;
  readonly inkOnDark: string;
  readonly lamp: string;
  readonly onLamp: string;
}

/** From a colour as in #1f6feb. */
export function rolesOf(accent: string): AccentRoles {
  const fill = rgbOf(accent);
  const lamp = apart(rgbOf(board2), shapeContrastMin, (step) => lit(fill, step));
  return {
    accent,
    onAccent: textOf(inkOn(fill)),
    inkOnLight: textOf(apart(rgbOf(sunken), textContrastMin, (step) => mix(fill, black, step))),
    inkOnDark: textOf(apart(rgbOf(darkSurface), textContrastMin, (step) => lit(fill, step))),
    lamp: textOf(lamp),
    onLamp: textOf(inkOn(lamp)),
  };
}

/** For everything within `selector`. */
export function accentStyle(accent: string, selector = ':root'): string {
  const { onAccent, inkOnLight, inkOnDark, lamp, onLamp } = rolesOf(accent);
  const roles = `--accent:${accent};--on-accent:${onAccent};--lamp:${lamp};--on-lamp:${onLamp}`;
  return (
    `${selector}{${roles};--accent-ink:${inkOnLight}}` +
    `@media (prefers-color-scheme:dark){${selector}{--accent-ink:${inkOnDark}}}`
  );
}

/** From the colour itself, at 0, to black or white, at 1: no further than it has to go. */
function apart(ground: Rgb, contrastMin: number, at: (step: number) => Rgb): Rgb {
  for (let step = 0; step < 1; step += 0.025) {
    const colour = at(step);
    if (contrast(colour, ground) >= contrastMin) return colour;
  }
  return at(1);
}

/** Turned up like a lamp: brighter in its own hue first, paler only after that. */
function lit(colour: Rgb, step: number): Rgb {
  const full = 255 / Math.max(...colour, 1);
  const bright: Rgb = [colour[0] * full, colour[1] * full, colour[2] * full];
  return step < 0.5 ? mix(colour, bright, step * 2) : mix(bright, white, step * 2 - 1);
}

/** On every colour one of the two is legible. */
const inkOn = (fill: Rgb): Rgb => (contrast(black, fill) >= contrast(white, fill) ? black : white);

const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  Math.round(a[0] + (b[0] - a[0]) * share),
  Math.round(a[1] + (b[1] - a[1]) * share),
  Math.round(a[2] + (b[2] - a[2]) * share),
];

/** WCAG 2.2, relative luminance and contrast ratio. */
export const contrastOf = (a: string, b: string): number => contrast(rgbOf(a), rgbOf(b));

function contrast(a: Rgb, b: Rgb): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((one, other) => one - other) as [
    number,
    number,
  ];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

const textOf = (rgb: Rgb): string => `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
