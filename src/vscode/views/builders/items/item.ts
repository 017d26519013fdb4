/** A row of the view as data: what it says and what can be done with it. `treeItem.ts` makes VS Code's out of it. */
export interface Item {
  /** The same for the same thing in every answer, so that what is expanded and selected stays so. VS Code makes one up where there is none. */
  readonly id?: string;
  /** Shown as it is: it may come from outside and never becomes an icon. */
  readonly label: string;
  readonly description?: string | undefined;
  /** Name of a codicon. */
  readonly icon?: string | undefined;
  /** Name of a theme colour for the icon. */
  readonly color?: string | undefined;
  /** Lines of the tooltip; plain text. An empty one parts what is above from what is below. */
  readonly tooltip?: readonly string[] | undefined;
  /** Words that the `viewItem` conditions of package.json look for. */
  readonly contextValue?: string | undefined;
  /** Whether it has children, and whether they are shown at first. */
  readonly children?: 'collapsed' | 'expanded' | undefined;
  /** What a screen reader says, where label and description do not do. */
  readonly spoken?: string | undefined;
}
