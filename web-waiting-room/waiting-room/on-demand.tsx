/**
 * A part of the page that few visitors need, fetched when it is first shown (PAG-38): the page itself must be small for the
 * crowd. While it is on its way a line of words holds its place; where it does not arrive, a button tries again.
 */
import { Component, type ComponentType } from 'preact';
import { spoken } from '../language/language.ts';

const labels = {
  en: { coming: 'One moment', again: 'That did not load. Try again' },
  ko: { coming: '잠시만요', again: '불러오지 못했어요. 다시 시도하기' },
};

type Part<Props> = { readonly Part: ComponentType<Props> } | 'coming' | 'lost';

interface OnDemandProps<Props> {
  /** The same function each time: it is what names the part. */
  readonly fetchPart: () => Promise<ComponentType<Props>>;
  readonly props: Props;
}

/** A class, like the others of this page: hooks would weigh a kilobyte in what the crowd loads at once (PAG-12). */
export class OnDemand<Props extends object> extends Component<OnDemandProps<Props>, { part: Part<Props> }> {
  override state = { part: 'coming' as Part<Props> };
  #isGone = false;

  override componentDidMount(): void {
    this.#fetch();
  }

  override componentWillUnmount(): void {
    this.#isGone = true;
  }

  override render() {
    const { part } = this.state;
    const words = spoken(labels);
    if (part === 'coming') return <span class="quiet">{words.coming}</span>;
    if (part === 'lost')
      return (
        <button type="button" class="btn" onClick={this.#again}>
          {words.again}
        </button>
      );
    const { Part } = part;
    return <Part {...this.props.props} />;
  }

  #again = () => {
    this.setState({ part: 'coming' });
    this.#fetch();
  };

  #fetch(): void {
    const settle = (part: Part<Props>) => {
      if (!this.#isGone) this.setState({ part });
    };
    this.props.fetchPart().then(
      (Part) => settle({ Part }),
      (error) => {
        // A TypeError means that the file did not arrive; anything else is a bug.
        if (!(error instanceof TypeError)) throw error;
        settle('lost');
      },
    );
  }
}
