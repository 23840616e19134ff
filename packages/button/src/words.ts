import type { TagData } from './tag.ts';

/** What the button says in one language. */
export interface Words {
  readonly title: string;
  /** Before the link, when the browser did not open a window. */
  readonly blocked: string;
  /** The link that goes on in this window. */
  readonly link: string;
}

/** Every language the button speaks, by its primary subtag (RFC 5646 §2.2.1). */
export const words = {
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
} satisfies Readonly<Record<string, Words>>;

/** A language the button speaks. */
export type Locale = keyof typeof words;

/** `data-locale`, else the page's language, else English. Regions are ignored: `pt-BR` and `pt_BR` are `pt`. */
export function localeOf(data: TagData, pageLanguage: string): Locale {
  for (const tag of [data['locale'] || '', pageLanguage]) {
    const primary = tag.toLowerCase().split(/[-_]/)[0] || '';
    if (isLocale(primary)) return primary;
  }
  return 'en';
}

function isLocale(name: string): name is Locale {
  return Object.prototype.hasOwnProperty.call(words, name);
}
