import type { ArchiveCheck } from '../archive-check.ts';
import { archiveRule, sources } from '../rule.ts';
import { designerViolations } from './designer-members.ts';
import { pipelineViolations } from './pipeline-members.ts';
import { settingViolations } from './setting-members.ts';
import { unknownMembers } from './unknown-members.ts';
import { widgetViolations } from './widget-members.ts';

/** Check: a widget's manifest has its required members, each of its type; unknown members are reported. */
export const manifestFieldsCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'man.fields',
    level: 'E/W',
    source: sources.structure,
    text: {
      ru: 'В архиве есть script.js и manifest.json, а в манифесте — все нужные поля нужного типа.',
      en: 'The archive has script.js and manifest.json, and the manifest has every required member, with the right type.',
    },
    passes: {
      ru: 'widget с name, description, short_description, locale, installation и support.link или support.email; settings, если installation — true; dp, advanced и salesbot_designer, если их место есть в locations.',
      en: 'widget with name, description, short_description, locale, installation and support.link or support.email; settings if installation is true; dp, advanced and salesbot_designer if locations lists their place.',
    },
  }),
  *find(widget) {
    yield* widgetViolations(widget);
    yield* settingViolations(widget);
    yield* pipelineViolations(widget);
    yield* designerViolations(widget);
    yield* unknownMembers(widget);
  },
};
