/**
 * Finds texts whose contrast with their background is too low: one line for each pair of colours. Runs in the browser,
 * so it uses nothing from outside. It reads the computed colours of an element and its ancestors; axe also looks for
 * overlapping elements and takes five times as long.
 *
 * @see WCAG 2.2 §1.4.3
 */
export function faintTexts(): string[] {
  type Colour = readonly [red: number, green: number, blue: number, alpha: number];

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (canvas === null) throw new Error('the browser draws nothing');
  const read = new Map<string, Colour>();
  const colourOf = (text: string): Colour => {
    const known = read.get(text);
    if (known !== undefined) return known;
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
    const colour: Colour = [red, green, blue, alpha / 255];
    read.set(text, colour);
    return colour;
  };
  const over = (front: Colour, back: Colour, opacity = 1): Colour => {
    const share = front[3] * opacity;
    const mixed = (at: 0 | 1 | 2): number => front[at] * share + back[at] * (1 - share);
    return [mixed(0), mixed(1), mixed(2), 1];
  };
  /**
   * Computes the colour that `innermost` has on the screen inside these elements, the outermost first, from their
   * backgrounds and opacities.
   */
  const drawn = (boxes: readonly CSSStyleDeclaration[], ground: Colour, innermost: (own: Colour) => Colour): Colour => {
    const [box, ...rest] = boxes;
    if (box === undefined) return innermost(ground);
    const inside = drawn(rest, over(colourOf(box.backgroundColor), ground), innermost);
    return over(inside, ground, Number(box.opacity));
  };
  const luminance = ([red, green, blue]: Colour): number => {
    const linear = (part: number): number =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const contrast = (one: Colour, other: Colour): number => {
    const [dim = 0, bright = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
    return (bright + 0.05) / (dim + 0.05);
  };

  const styles = new Map<Element, CSSStyleDeclaration>();
  const styleOf = (element: Element): CSSStyleDeclaration => {
    const style = styles.get(element) ?? getComputedStyle(element);
    styles.set(element, style);
    return style;
  };
  const isInactive = (element: Element): boolean =>
    element.closest(':disabled, [aria-disabled="true"]') !== null ||
    [...(element.closest('label')?.querySelectorAll('*') ?? [])].some((one) => one.matches(':disabled'));

  const faint = new Map<string, string>();
  const judge = (element: Element, text: string, { color, fontSize, fontWeight }: CSSStyleDeclaration): void => {
    if (text.trim() === '' || !element.checkVisibility({ visibilityProperty: true }) || isInactive(element)) return;
    const boxes: CSSStyleDeclaration[] = [];
    for (let one: Element | null = element; one !== null; one = one.parentElement) boxes.unshift(styleOf(one));
    const paper: Colour = matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
    const ground = drawn(boxes, paper, (own) => own);
    const seen = drawn(boxes, paper, (own) => over(colourOf(color), own));
    const points = (Number.parseFloat(fontSize) * 3) / 4;
    const least = points >= 18 || (points >= 14 && Number(fontWeight) >= 700) ? 3 : 4.5;
    const measured = contrast(seen, ground);
    if (measured >= least) return;
    const pair = `${color} at ${measured.toFixed(2)} of ${least}`;
    if (!faint.has(pair)) faint.set(pair, `${pair}: “${text.trim().slice(0, 60)}”`);
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    if (node.parentElement !== null) judge(node.parentElement, node.textContent ?? '', styleOf(node.parentElement));
  for (const field of document.querySelectorAll('input, textarea')) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
    if (['checkbox', 'radio', 'file', 'hidden', 'range', 'color'].includes(field.type)) continue;
    judge(field, field.value, styleOf(field));
    judge(field, field.placeholder, getComputedStyle(field, '::placeholder'));
  }
  return [...faint.values()];
}
