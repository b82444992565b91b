/** The elements of Adaptive Cards 1.5 that we use. Colours come from the reader's theme: dark and high contrast hold. */
import { literalRuns } from './escape.js';

export interface TextBlock {
  readonly type: 'TextBlock';
  /** Markdown: escape it. */
  readonly text: string;
  readonly wrap: true;
  readonly style?: 'heading';
  readonly size?: 'Medium';
  readonly weight?: 'Bolder';
}

interface RunStyle {
  readonly weight?: 'Bolder';
  readonly size?: 'Small';
  readonly isSubtle?: true;
  /** The theme's colour for what has to be seen. */
  readonly color?: 'Attention';
}

export interface TextRun extends RunStyle {
  readonly type: 'TextRun';
  /** Literal: a TextRun knows no Markdown. It wraps by itself. */
  readonly text: string;
}

export interface RichTextBlock {
  readonly type: 'RichTextBlock';
  readonly inlines: readonly TextRun[];
  readonly spacing?: 'Small';
}

export interface Container {
  readonly type: 'Container';
  readonly style: 'emphasis';
  readonly items: readonly CardElement[];
}

export interface CardImage {
  readonly type: 'Image';
  readonly url: string;
  readonly altText: string;
}

export type ActionData = Readonly<Record<string, unknown>>;

interface Titled {
  readonly title: string;
  readonly style?: 'positive' | 'destructive';
  readonly data: ActionData;
  /** `none`: what stands in the card's inputs is no part of this press. */
  readonly associatedInputs?: 'none';
}

export interface SubmitAction extends Titled {
  readonly type: 'Action.Submit';
}

export interface ExecuteAction extends Titled {
  readonly type: 'Action.Execute';
  readonly verb: string;
  /** For clients that do not know Action.Execute. */
  readonly fallback: SubmitAction;
}

export type CardAction = ExecuteAction | SubmitAction;

export interface ActionSet {
  readonly type: 'ActionSet';
  readonly actions: readonly CardAction[];
}

interface InputBasis {
  readonly id: string;
  readonly label: string;
  readonly isRequired?: true;
  readonly errorMessage?: string;
}

export type CardInput =
  | (InputBasis & {
      readonly type: 'Input.Text';
      readonly isMultiline: boolean;
      readonly maxLength: number;
      readonly value?: string;
    })
  | (InputBasis & { readonly type: 'Input.Date'; readonly value?: string })
  | (InputBasis & { readonly type: 'Input.Number'; readonly value?: number })
  | (InputBasis & {
      readonly type: 'Input.ChoiceSet';
      readonly style: 'compact';
      readonly wrap: true;
      readonly choices: readonly { readonly title: string; readonly value: string }[];
    });

export type CardElement = TextBlock | RichTextBlock | Container | CardImage | ActionSet | CardInput;

export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  /** Shown where the card cannot be. */
  readonly fallbackText: string;
  readonly body: readonly CardElement[];
  readonly msteams: { readonly width: 'Full' };
}

export interface CardAttachment {
  readonly contentType: 'application/vnd.microsoft.card.adaptive';
  readonly content: AdaptiveCard;
}

export const adaptiveCard = (fallbackText: string, body: readonly CardElement[]): AdaptiveCard => ({
  type: 'AdaptiveCard',
  version: '1.5',
  fallbackText,
  body,
  msteams: { width: 'Full' },
});

export const attachmentOf = (content: AdaptiveCard): CardAttachment => ({
  contentType: 'application/vnd.microsoft.card.adaptive',
  content,
});

/** Words as they were written, whoever wrote them. */
export const runs = (text: string, style: RunStyle = {}): TextRun[] =>
  literalRuns(text).map((piece) => ({ type: 'TextRun', text: piece, ...style }));

export const richText = (...inlines: readonly TextRun[]): RichTextBlock => ({
  type: 'RichTextBlock',
  inlines,
});
