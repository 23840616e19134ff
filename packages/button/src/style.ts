import type { Colours } from './colours.ts';

/**
 * The style sheet of a button. Hovering only moves the surface away from the text colour, so the contrast grows. The
 * focus ring is dark around white, so that one of the two is visible on any page. The text below the button inherits
 * the page's font and colour.
 */
function rules({ fill, edge, text }: Colours): string {
  return `
button {
  all: initial;
  box-sizing: border-box;
  display: inline-flex;
  align-items: center;
  gap: 10px;
  min-width: 44px;
  max-width: 100%;
  min-height: 44px;
  padding: 9px 16px;
  border: 1px solid ${edge};
  border-radius: 8px;
  background: ${fill};
  color: ${text};
  font: 600 16px/24px Inter, system-ui, sans-serif;
  overflow-wrap: anywhere;
  cursor: pointer;
}
button.compact { padding: 9px 11px }
button:hover { background-image: linear-gradient(${text === '#fff' ? '#0003, #0003' : '#fff3, #fff3'}) }
button:focus-visible { outline: 2px solid #fff; box-shadow: 0 0 0 5px #0b1f33 }
svg { flex: none }
p { margin: 8px 0 0 }
p:empty { display: none }
a { color: inherit }
@media (prefers-reduced-motion: no-preference) { button { transition: box-shadow .12s } }
@media (forced-colors: active) { button:focus-visible { outline-color: Highlight } }
`;
}

/**
 * Styles a shadow root without a `style` attribute or element, which a strict `style-src` would refuse. In a browser
 * without constructable style sheets it adds an element with the script's own nonce.
 */
export function applyStyle(root: ShadowRoot, colours: Colours, nonce: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules(colours));
    root.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement('style');
    style.nonce = nonce;
    style.textContent = rules(colours);
    root.append(style);
  }
}
