/** What we use of a package that says no types. */
declare module 'subset-font' {
  /** A font in `targetFormat` with every sign of the original, set to one point of each axis that is named. */
  export default function subsetFont(
    font: Buffer,
    text: undefined,
    options: {
      readonly targetFormat: 'sfnt';
      readonly keepAllGlyphs: true;
      readonly variationAxes: Readonly<Record<string, number>>;
    },
  ): Promise<Buffer>;
}
