/**
 * A picture of a result, as plain data: bars to compare, lines to show how something runs. It becomes an SVG that reads
 * on light and dark pages alike, in a browser and in the documentation.
 */
import { barsSvg } from './bars.ts';
import { linesSvg } from './lines.ts';

interface Titled {
  /** Of the file: `bench/results/BENCH-NAME.svg`. */
  readonly name: string;
  readonly title: string;
}

export interface BarsPlot extends Titled {
  readonly kind: 'bars';
  readonly unit: string;
  readonly bars: readonly { readonly label: string; readonly value: number }[];
  /** A line across all bars. */
  readonly mark?: { readonly value: number; readonly label: string };
}

export interface LinesPlot extends Titled {
  readonly kind: 'lines';
  readonly x: string;
  readonly y: string;
  readonly isLogX?: boolean;
  readonly series: readonly {
    readonly label: string;
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
}

export type Plot = BarsPlot | LinesPlot;

export const svgOf = (plot: Plot): string => (plot.kind === 'bars' ? barsSvg(plot) : linesSvg(plot));
