import { driveChromium } from '../browser/drive-chromium.ts';
import { describeHops } from './hop-suite.ts';

describeHops(driveChromium, { concurrent: true, withoutScripts: () => driveChromium({ javaScript: false }) });
