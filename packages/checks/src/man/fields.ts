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
  }),
  *find(widget) {
    yield* widgetViolations(widget);
    yield* settingViolations(widget);
    yield* pipelineViolations(widget);
    yield* designerViolations(widget);
    yield* unknownMembers(widget);
  },
};
