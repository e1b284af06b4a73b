/** The foot of the shop's pages. */
import { spoken } from '../language/language.ts';

const labels = {
  en: 'Prices are final, nothing is added at checkout. Runs on Usher, which is open source.',
  ko: '결제할 때 더해지는 수수료는 없어요. 오픈 소스인 Usher로 운영해요.',
};

export const ShopFoot = () => (
  <footer class="foot page-foot">
    <p>{spoken(labels)}</p>
  </footer>
);
