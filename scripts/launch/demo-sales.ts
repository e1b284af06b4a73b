/**
 * What the demo sells: sales of a made-up house in Seoul, big enough for a crowd of a few hundred. Pure
 * content.
 */
import type { NewCategory } from '../../db/categories.ts';
import type { SaleWish } from '../../domain/sale-defaults.ts';

export type DemoSale = Omit<SaleWish, 'slug' | 'opensAt'> & { slug: string };

const won = (amount: number) => ({ amount, currency: 'KRW' });
const seoul = (text: string) => new Date(`${text}+09:00`);

/** Each after its parent. */
export const demoCategories: readonly NewCategory[] = [
  { slug: 'events', parent: null, name: { en: 'Events', ko: '공연·행사' } },
  { slug: 'concerts', parent: 'events', name: { en: 'Concerts', ko: '콘서트' } },
  { slug: 'theatre', parent: 'events', name: { en: 'Theatre', ko: '연극' } },
  { slug: 'cinema', parent: 'events', name: { en: 'Cinema', ko: '영화' } },
  { slug: 'sport', parent: 'events', name: { en: 'Sport', ko: '스포츠' } },
  { slug: 'suppers', parent: 'events', name: { en: 'Suppers', ko: '다이닝' } },
  { slug: 'shop', parent: null, name: { en: 'Shop', ko: '상품' } },
  { slug: 'records', parent: 'shop', name: { en: 'Records', ko: '음반' } },
  { slug: 'clothing', parent: 'shop', name: { en: 'Clothing', ko: '의류' } },
  { slug: 'ceramics', parent: 'shop', name: { en: 'Ceramics', ko: '도자기' } },
];

/** Open now. The next one takes over where the one before is sold out or closed. */
export const openNow: readonly DemoSale[] = [
  {
    slug: 'night-ferry-harbour-nights',
    title: 'Night Ferry: Harbour Nights',
    description:
      'The ferry band comes home. Two hours of slow songs and brass, with the river lights behind the stage. ' +
      'Standing on the floor, seats on both balconies.',
    category: 'concerts',
    venue: 'Hangang Hall, Seoul',
    startsAt: seoul('2027-03-12T19:30'),
    picture: '/art/ferry.svg',
    accent: '#ffc247',
    floorMax: 60,
    admitPerMinute: 120,
    tiers: [
      { name: 'Floor, standing', price: won(154_000), capacity: 240 },
      { name: 'Balcony A', price: won(132_000), capacity: 200 },
      { name: 'Balcony B', price: won(99_000), capacity: 600 },
      { name: 'Restricted view, a pillar to the left', price: won(66_000), capacity: 80 },
    ],
  },
  {
    slug: 'the-lighthouse-keeper',
    title: 'The Lighthouse Keeper',
    description:
      'A storm, a lamp and two people who no longer speak. Ninety minutes without an interval; ' +
      'the lamp on stage was built for a real lighthouse.',
    category: 'theatre',
    venue: 'Small Stage, Seoul',
    startsAt: seoul('2027-01-20T20:00'),
    picture: '/art/lighthouse.svg',
    accent: '#c8452f',
    floorMax: 60,
    admitPerMinute: 120,
    tiers: [
      { name: 'Stalls', price: won(55_000), capacity: 420 },
      { name: 'Gallery', price: won(35_000), capacity: 392 },
    ],
  },
];

/** Opens two minutes after a start, with a lobby whose order is drawn. */
export const openSoon: readonly DemoSale[] = [
  {
    slug: 'river-half-marathon-2027',
    title: 'River Half Marathon 2027',
    description:
      'Twenty-one kilometres along the Han, six bridges, one small hill. The bib, the shirt and the ferry back ' +
      'are in the price. Everybody in the lobby at the opening gets a random place in line.',
    category: 'sport',
    venue: 'Yeouido Park, Seoul',
    startsAt: seoul('2027-04-04T08:00'),
    picture: '/art/half-marathon.svg',
    accent: '#1f6f5c',
    lobby: 'shuffle',
    floorMax: 40,
    admitPerMinute: 120,
    perVisitorMax: 2,
    tiers: [
      { name: 'Start at 08:00, under two hours', price: won(45_000), capacity: 150 },
      { name: 'Start at 08:20, in your own time', price: won(45_000), capacity: 250 },
    ],
  },
  {
    slug: 'winter-nights-on-film',
    title: 'Winter Nights on Film',
    description:
      'Nine evenings, nine films that take place in one night, shown from 35 mm with a pause to change the reel ' +
      'and tea for everybody.',
    category: 'cinema',
    venue: 'Hangang Hall, Room 2',
    startsAt: seoul('2026-12-02T19:00'),
    picture: '/art/winter-film.svg',
    accent: '#232a4d',
    lobby: 'shuffle',
    floorMax: 40,
    admitPerMinute: 120,
    tiers: [
      { name: 'One evening', price: won(9_000), capacity: 180 },
      { name: 'All nine evenings', price: won(63_000), capacity: 60 },
    ],
  },
];

/**
 * A raffle in which people register for half an hour from a start on. Nothing but the opening ends the registration, so
 * that the operator may draw at once.
 */
export const openRaffle: readonly DemoSale[] = [
  {
    slug: 'supper-on-the-night-ferry',
    title: 'Supper on the Night Ferry',
    description:
      'Twenty-four places at the long table below deck, five courses between two bridges, cooked by whoever won last ' +
      'year. Whoever registers takes part in the draw; coming first gives no better chance.',
    category: 'suppers',
    venue: 'Pier 3, Yeouido, Seoul',
    startsAt: seoul('2026-12-19T19:00'),
    picture: '/art/supper.svg',
    accent: '#f0a34b',
    mode: 'raffle',
    winners: 24,
    claimHours: 2,
    floorMax: 40,
    perVisitorMax: 1,
    tiers: [
      { name: 'By the window', price: won(120_000), capacity: 8 },
      { name: 'At the long table', price: won(95_000), capacity: 16 },
    ],
  },
];

/** Made once, and bought out by the demo's own buyers: demo-opening.ts. */
export const soldOut: DemoSale = {
  slug: 'moon-jars-autumn-firing',
  title: 'Moon Jars by Studio Onggi, autumn firing',
  description:
    'Twelve white porcelain jars, each thrown in two halves and joined by hand. One a person, collected at the ' +
    'studio with the ticket.',
  category: 'ceramics',
  venue: 'Studio Onggi, Icheon',
  picture: '/art/moon-jar.svg',
  accent: '#7fb8a4',
  floorMax: 20,
  admitPerMinute: 1_200,
  perVisitorMax: 1,
  tiers: [
    { name: 'Small, 24 cm', price: won(420_000), capacity: 8 },
    { name: 'Large, 41 cm', price: won(980_000), capacity: 4 },
  ],
};

/** General items, made once: no line, variants with their own stock. Two, so that a basket has something to split. */
export const onTheShelf: readonly DemoSale[] = [
  {
    slug: 'harbour-nights-on-vinyl',
    title: 'Harbour Nights, on vinyl',
    description:
      'The whole evening on two records, cut from the desk of the hall. The sleeve is printed on the board that the ' +
      'stage was built of.',
    category: 'records',
    picture: '/art/record.svg',
    mode: 'shelf',
    fulfilment: 'shipping',
    perVisitorMax: 4,
    tiers: [
      { name: 'Black', price: won(38_000), attributes: { color: 'Black' }, capacity: 120 },
      {
        name: 'River blue',
        price: won(39_000),
        listPrice: won(46_000),
        attributes: { color: 'River blue' },
        capacity: 40,
      },
    ],
  },
  {
    slug: 'half-marathon-shirt',
    title: 'River Half Marathon, the shirt',
    description:
      'Thick cotton, the six bridges on the back. Collected with the ticket at the start, or any day at the house.',
    category: 'clothing',
    picture: '/art/half-marathon.svg',
    mode: 'shelf',
    perVisitorMax: 3,
    tiers: ['S', 'M', 'L'].map((size, index) => ({
      name: `Shirt ${size}`,
      price: won(32_000),
      attributes: { size },
      capacity: [12, 30, 18][index] ?? 10,
    })),
  },
];
