/** The way on from where there is nothing: the list of sales. */
import { spoken } from '../language/language.ts';

const labels = { en: 'See all sales', ko: '전체 판매 보기' };

export const ToSales = () => (
  <a class="btn btn-go wide" href="/">
    {spoken(labels)}
  </a>
);
