import type { Dialect, TagData } from './tag.ts';

/** The button's texts in one language. */
export interface ButtonTexts {
  readonly title: string;
  /** The text before the link, shown when the browser opened no window. */
  readonly blocked: string;
  /** The text of the link that continues in the page's window. */
  readonly link: string;
}

/** Every language of the button, by its primary subtag (RFC 5646 §2.2.1). */
export const buttonTexts = {
  ru: {
    title: 'Подключить через Pristan',
    blocked: 'Браузер не открыл окно. Разрешите всплывающие окна для этого сайта и нажмите кнопку ещё раз или ',
    link: 'продолжите в этом окне',
  },
  en: {
    title: 'Connect with Pristan',
    blocked: 'Your browser did not open the window. Allow pop-ups for this site and press the button again, or ',
    link: 'continue in this window',
  },
  es: {
    title: 'Conectar con Pristan',
    blocked:
      'El navegador no abrió la ventana. Permita las ventanas emergentes en este sitio y pulse el botón otra vez, o ',
    link: 'continúe en esta ventana',
  },
  pt: {
    title: 'Conectar com o Pristan',
    blocked: 'O navegador não abriu a janela. Permita pop-ups neste site e pressione o botão de novo, ou ',
    link: 'continue nesta janela',
  },
  id: {
    title: 'Hubungkan dengan Pristan',
    blocked: 'Browser tidak membuka jendela. Izinkan pop-up untuk situs ini lalu tekan tombol sekali lagi, atau ',
    link: 'lanjutkan di jendela ini',
  },
} satisfies Readonly<Record<string, ButtonTexts>>;

/** The code of a language that the button has texts in. */
export type Locale = keyof typeof buttonTexts;

/**
 * The button's language: the tag's `data-locale`, else the page's language, else English; a tag with Kommo's class
 * ignores the page's language, as Kommo's script does. Regions are ignored: `pt-BR` and `pt_BR` are `pt`.
 */
export function localeOf(data: TagData, dialect: Dialect, pageLanguage = document.documentElement.lang): Locale {
  for (const tag of [data['locale'] || '', dialect === 'kommo' ? '' : pageLanguage]) {
    const primary = tag.toLowerCase().split(/[-_]/)[0] || '';
    if (isLocale(primary)) return primary;
  }
  return 'en';
}

function isLocale(name: string): name is Locale {
  return Object.prototype.hasOwnProperty.call(buttonTexts, name);
}
