/** The fields that making and editing a category share. */
import type { CategoryView } from '../../domain/sale.ts';
import { language, spoken } from '../language/language.ts';
import { treeOptions } from './tree-options.ts';
import { catalogueWords } from './words.ts';

export interface CategoryNamesProps {
  readonly id: string;
  readonly name: CategoryView['name'];
  readonly onName: (name: CategoryView['name']) => void;
}

export function CategoryNames({ id, name, onName }: CategoryNamesProps) {
  const words = spoken(catalogueWords);
  return (
    <>
      {(['ko', 'en'] as const).map((tongue) => (
        <div class="field" key={tongue}>
          <label for={`name-${tongue}-${id}`}>{tongue === 'ko' ? words.nameKo : words.nameEn}</label>
          <input
            id={`name-${tongue}-${id}`}
            lang={tongue}
            required
            maxLength={100}
            value={name[tongue]}
            onInput={(event) => onName({ ...name, [tongue]: event.currentTarget.value })}
          />
        </div>
      ))}
    </>
  );
}

export interface ParentChoiceProps {
  readonly id: string;
  readonly parent: string | null;
  readonly tree: readonly CategoryView[];
  readonly onParent: (parent: string | null) => void;
}

export function ParentChoice({ id, parent, tree, onParent }: ParentChoiceProps) {
  const words = spoken(catalogueWords);
  return (
    <div class="field">
      <label for={`parent-${id}`}>{words.parent}</label>
      <select
        id={`parent-${id}`}
        value={parent ?? ''}
        onChange={(event) => onParent(event.currentTarget.value || null)}
      >
        <option value="">{words.top}</option>
        {treeOptions(tree, language.value).map(({ slug, label }) => (
          <option key={slug} value={slug}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
