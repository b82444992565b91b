/** Controls → actions of a card. An Execute answers at once; older clients press its Submit (contract §5). */
import type { Control, Menu } from '../../src/bot/outgoing-message.js';
import { menuVerb } from './card-verbs.js';
import type { ActionData, CardElement, ExecuteAction, SubmitAction } from './card-elements.js';
import { orBlank } from './escape.js';
import { limits, shorten } from './limits.js';

/** The value of a menu's option carries what a button carries in two places (contract §5). */
export const optionValue = ({ intent, target }: Pick<Control, 'intent' | 'target'>): string =>
  `${intent}|${target}`;

export interface ActionPlan {
  readonly verb: string;
  readonly title: string;
  readonly data: ActionData;
  readonly style?: 'positive' | 'destructive';
  /** What the card's inputs hold goes with it. */
  readonly takesInputs: boolean;
  /** Without Action.Execute a form can only be opened as a task module. */
  readonly opensForm?: boolean;
}

export function submitAction({ verb, title, data, style, takesInputs, opensForm }: ActionPlan): SubmitAction {
  const msteams = opensForm === true ? { msteams: { type: 'task/fetch' } } : {};
  return {
    type: 'Action.Submit',
    title: shorten(orBlank(title), limits.button),
    ...(style ? { style } : {}),
    ...(takesInputs ? {} : { associatedInputs: 'none' }),
    data: { intent: verb, ...data, ...msteams },
  };
}

export function executeAction(plan: ActionPlan): ExecuteAction {
  const { data, ...fallback } = submitAction(plan);
  return {
    ...fallback,
    type: 'Action.Execute',
    verb: plan.verb,
    data: plan.data,
    fallback: { ...fallback, data },
  };
}

const styles = { primary: 'positive', danger: 'destructive' } as const;

/** `card`: the delivery whose message shows it, so that the answer to a press can show it again. */
export const cardData = (card: string | null): { card?: string } => (card === null ? {} : { card });

const renderControl = (control: Control, card: string | null): ExecuteAction =>
  executeAction({
    verb: control.intent,
    title: control.label,
    data: { target: control.target, ...cardData(card) },
    ...(control.emphasis ? { style: styles[control.emphasis] } : {}),
    takesInputs: false,
    opensForm: control.form !== undefined,
  });

/** Ids of inputs are unique in a card: its menus become one, in which every option says where it comes from. */
function renderMenus(menus: readonly Menu[], card: string | null): CardElement[] {
  if (menus.length === 0) return [];
  const label = shorten(orBlank(menus.map((menu) => menu.label).join(' / ')), limits.button);
  const choices = menus.flatMap((menu) =>
    menu.options.map((option) => ({
      title: shorten(
        orBlank(menus.length > 1 ? `${menu.label}: ${option.label}` : option.label),
        limits.option,
      ),
      value: optionValue(option),
    })),
  );
  const press = executeAction({ verb: menuVerb, title: label, data: cardData(card), takesInputs: true });
  return [
    { type: 'Input.ChoiceSet', id: menuVerb, label, style: 'compact', wrap: true, choices },
    { type: 'ActionSet', actions: [press] },
  ];
}

function rowsOf<T>(items: readonly T[], length: number): T[][] {
  const rows: T[][] = [];
  for (let at = 0; at < items.length; at += length) rows.push(items.slice(at, at + length));
  return rows;
}

/** `menus`: those of the whole card, for the one block of it that shows them. */
export function renderActions(
  controls: readonly (Control | Menu)[],
  menus: readonly Menu[],
  card: string | null,
): CardElement[] {
  const buttons = controls.flatMap((control) => ('options' in control ? [] : [renderControl(control, card)]));
  return [
    ...rowsOf(buttons, limits.actionsPerSet).map((actions): CardElement => ({ type: 'ActionSet', actions })),
    ...renderMenus(menus, card),
  ];
}
